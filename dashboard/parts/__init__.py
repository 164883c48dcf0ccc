"""Pieces of pages that more than one page shows, or that would make a page too long. The only modules beside the pages that draw."""
