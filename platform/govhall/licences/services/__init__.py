"""Writes of the register of licences."""
