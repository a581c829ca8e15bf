"""The evidence of a case in a file, for a court's expert, and its verification without a database."""
