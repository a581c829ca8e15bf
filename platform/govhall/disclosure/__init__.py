"""What is published of decisions (public schema): names masked, no number of a person."""
