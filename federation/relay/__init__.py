"""Takes rows from the outbox to the link."""
