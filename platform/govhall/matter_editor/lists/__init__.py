"""A hall's own matters and their materials as Excel files; what is brought in ends as drafts."""
