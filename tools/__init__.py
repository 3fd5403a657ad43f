"""Checks and small machines around the product; nothing of it is shipped."""
