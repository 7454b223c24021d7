"""Pages of the register: parse, authorise, call, render."""
