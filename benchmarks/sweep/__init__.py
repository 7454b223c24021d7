"""A list of millions against a register, through the jobs of the program: see report.py."""

from benchmarks.sweep.report import main

__all__ = ["main"]
