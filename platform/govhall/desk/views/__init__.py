"""Pages, and what they post."""
