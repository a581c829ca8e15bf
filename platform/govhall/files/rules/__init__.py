"""Which files and which pieces are taken. Pure."""
