"""The road between halls as operators see it: figures for monitoring, health, and a page in plain words."""
