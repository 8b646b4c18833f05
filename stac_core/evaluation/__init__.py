"""Comparing label sets and heat maps with masks that measure: scores, tables, pictures, a page."""
