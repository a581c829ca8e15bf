"""What operators do and see: moves of halls, mergers, the message monitor, health and metrics."""
