"""Pages: campaigns, one of them with its gifts, donors, an arrival, letters."""
