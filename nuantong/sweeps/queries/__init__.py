"""Read models of the pages of sweeps."""
