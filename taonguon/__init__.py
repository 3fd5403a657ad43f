"""Tạo Nguồn: the ledger of a Party organisation board's membership-development programme."""

__version__ = "0.1.0"
