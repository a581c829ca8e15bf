"""What is done on pages of a desk that belongs to no case."""
