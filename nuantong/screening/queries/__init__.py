"""Read models of screening."""
