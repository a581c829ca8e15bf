"""Drafts of what the catalogue publishes: the life that every editor's drafts have."""
