"""The pages of a case, and what all desk pages share."""
