"""Cases travel between halls of one cell, over real tables."""
