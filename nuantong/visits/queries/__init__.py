"""Read models of home visits."""
