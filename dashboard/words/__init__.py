"""Every sentence on screen, by the page it stands on; `formats` for numbers and days. Functions of values: no Streamlit, no SQL."""
