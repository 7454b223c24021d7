"""Who agreed to what for a child, from when, and until it was taken back."""
