"""The acts of the front desk on a case."""
