"""What the system administrator and the security administrator do with an account."""
