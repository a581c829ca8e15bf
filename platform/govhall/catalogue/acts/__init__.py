"""What administrators do with powers, letters and items: one act, one file."""
