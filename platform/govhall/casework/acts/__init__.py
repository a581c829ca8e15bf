"""The acts on a case, one file each: its row of the table, its fields, its service, its words and its place."""
