"""Cleans rosters: the RAW columns of a frame → the CLEAN ones, row for row."""

from nuantong.linkage.cleaning.cleaner import CHUNK, clean, clean_chunks

__all__ = ["CHUNK", "clean", "clean_chunks"]
