"""What may be done to a result, how long it is valid, and how its certificate is made. Pure."""
