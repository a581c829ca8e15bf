"""What stands on papers: kinds, titles, numbers, wording. Pure."""
