"""The chains of live cases are checked every night, against themselves, sealed papers and what neighbours were told."""
