"""The case over GraphQL, for the systems of departments: the same acts, checks and sentences as on the pages."""
