"""How long a package is kept. Pure."""
