"""Blank forms, samples and undertakings: what materials hand out to everybody, in every cell."""
