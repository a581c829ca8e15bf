"""GraphQL for departments' systems and for figures: schema, sign-in, limits, errors, files."""
