"""The editor of forms: administrators of who owns the catalogue change the form of a matter and publish it."""
