"""Pages of hand-outs."""
