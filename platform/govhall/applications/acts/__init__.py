"""What an applicant and the window do with an online application before it is a case."""
