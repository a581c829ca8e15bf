"""What county, city and province see: read models fed by facts without personal data, GraphQL, a page."""
