"""Licences from before this system as an Excel file: every cell is checked, and shown before it counts."""
