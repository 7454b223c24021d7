"""What the system administrator and the security administrator do."""
