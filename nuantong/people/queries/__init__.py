"""Read models of the register's pages."""
