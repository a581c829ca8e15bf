"""What may be charged, and amounts in words. Pure."""
