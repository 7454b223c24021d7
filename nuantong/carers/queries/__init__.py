"""Read models of the pages."""
