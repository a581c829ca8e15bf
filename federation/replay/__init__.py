"""Trying again, at a person's word, what was parked or quarantined."""
