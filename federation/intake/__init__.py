"""Takes records from the link to the inbox."""
