"""What is noted of leave and duty, an act a file."""
