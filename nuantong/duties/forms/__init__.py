"""Forms of the duties' own pages."""
