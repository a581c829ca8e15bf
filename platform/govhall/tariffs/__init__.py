"""The standard of a charge (收费标准) as data: what it may be, what it comes to, and how it is said. Pure."""
