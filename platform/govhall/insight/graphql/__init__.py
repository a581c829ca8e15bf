"""GraphQL over the figures: types, queries, limits and the view."""
