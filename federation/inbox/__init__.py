"""Messages applied once and in order: the cursor of each stream, what is parked, what is quarantined."""
