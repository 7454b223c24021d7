"""Pages: coverage and plans, sessions with their roll, faces."""
