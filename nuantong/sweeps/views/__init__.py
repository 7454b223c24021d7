"""Pages of sweeps: parse, authorise, call, render."""
