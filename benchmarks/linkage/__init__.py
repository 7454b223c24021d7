"""Linking lists to each other: a generator with truth, and what is measured on it."""
