"""Approving: worklists of a hall."""
