"""What files are on their way between halls, out and in (public schema)."""
