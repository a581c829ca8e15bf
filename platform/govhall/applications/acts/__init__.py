"""What is done with an application before it is received."""
