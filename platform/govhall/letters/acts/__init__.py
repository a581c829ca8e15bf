"""What security administrators do with letters of authorisation."""
