"""What may come later, or be replaced, through every door."""
