"""Read models of hand-outs."""
