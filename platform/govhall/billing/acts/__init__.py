"""What is done with money, one act a file."""
