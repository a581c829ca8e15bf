"""Writes of the front desk."""
