"""Keys, signatures and seals: who may speak for which hall, and who may read."""
