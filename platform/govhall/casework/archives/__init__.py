"""The package of a closed case: what is in it, where it lies, and whether it is still what it was."""
