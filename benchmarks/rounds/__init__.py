"""A round of 275,000 proposals as its officers work with it."""

from benchmarks.rounds.report import main

__all__ = ["main"]
