"""Pages of screening: parse, authorise, call, render."""
