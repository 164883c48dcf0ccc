"""Every question the pages ask of the marts, one file per page and `kept.py` for all rates."""
