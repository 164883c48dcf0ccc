"""A kitchen retailer that never was, with its truth beside it: `python -m data.synthetic` writes one CSV per feed.

cast (who) → orders (what was promised) → lines (how it went, by suppliers or carriers) → aftermath (calls, services)
→ world (cut at the end day) → files.
"""
