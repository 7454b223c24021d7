"""Pages: the list, one application, applying, the accountant's payments, the schemes."""
