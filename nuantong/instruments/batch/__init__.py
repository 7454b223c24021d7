"""`./dev manage score`: a file of answers → a file of scores, without a database."""
