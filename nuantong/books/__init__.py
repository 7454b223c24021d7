"""Funds and a double-entry book of what they received, promised, spent and gave back: whole fen."""
