"""What is done from the pages of supervision."""
