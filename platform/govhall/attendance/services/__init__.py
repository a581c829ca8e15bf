"""What changes leave and duty."""
