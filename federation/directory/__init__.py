"""Where every hall of the federation is: which cell holds it and who stands above it."""
