"""Counters, delivery and ratings."""
