"""Merging townships."""
