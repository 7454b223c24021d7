"""Definitions and answers as other systems write and read them."""
