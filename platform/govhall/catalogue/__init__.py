"""Who may decide what: organs, departments, matters, guides, grants and the authorisations of people."""
