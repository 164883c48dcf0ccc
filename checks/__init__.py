"""The door: landed rows are read by type, judged by one table of rules, and let in or held back with the reason beside them."""
