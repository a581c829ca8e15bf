"""The messages between halls as operators see them: a page in plain words."""
