"""Paper: the one door through which data become a PDF."""
