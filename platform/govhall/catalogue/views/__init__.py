"""Pages of the catalogue: the centre's board, letters, files, where a matter is done, and what differs."""
