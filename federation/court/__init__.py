"""What a court's expert needs: the evidence of a case in a file, and a check of it that trusts no database."""
