"""The case as the system of a department meets it."""
