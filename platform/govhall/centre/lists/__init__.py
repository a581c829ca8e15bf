"""The lists of a centre as Excel files: departments, windows and items, each row checked and shown before it counts."""
