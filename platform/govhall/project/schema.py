"""The joined GraphQL schema; its text is committed beside it as `schema.graphql`."""

import graphene

from govhall.casework.graphql.mutations import CaseworkMutations
from govhall.casework.graphql.queries import CaseworkQueries
from govhall.casework.graphql.routes import RouteQueries
from govhall.insight.graphql.queries import InsightQueries


class Query(CaseworkQueries, RouteQueries, InsightQueries, graphene.ObjectType):
    """All that can be asked; each room adds its fields."""


class Mutation(CaseworkMutations, graphene.ObjectType):
    """All that can be done; each room adds its fields."""


schema = graphene.Schema(query=Query, mutation=Mutation, auto_camelcase=True)
