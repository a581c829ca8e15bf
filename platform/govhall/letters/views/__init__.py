"""Pages of letters: the list, one letter and its withdrawal, its file, and what everybody may read of them."""
