"""What can be done, described once: its fields, its words, its place; pages and the API are derived from it."""
