"""Read models of the account."""
