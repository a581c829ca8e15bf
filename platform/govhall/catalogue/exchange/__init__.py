"""Lists as Excel files, out and in: catalogue, guides, grants and people."""
