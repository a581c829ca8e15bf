"""The joined GraphQL schema; its text is committed beside it as `schema.graphql`."""

import graphene

from govhall.insight.graphql.queries import InsightQueries


class Query(InsightQueries, graphene.ObjectType):
    """All that can be asked; each room adds its fields."""


schema = graphene.Schema(query=Query, auto_camelcase=True)
