"""Children chosen by a readable rule, and the list as it was frozen."""
