"""Verbs of a sweep: load, review, decide, register, close."""
