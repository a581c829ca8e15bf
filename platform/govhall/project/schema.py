"""The joined GraphQL schema; its text is committed beside it as `schema.graphql`."""

import graphene

from govhall.casework.graphql.board import BoardQueries
from govhall.casework.graphql.managing import ManagingMutations
from govhall.casework.graphql.mutations import case_mutations
from govhall.casework.graphql.online import OnlineMutations, OnlineQueries
from govhall.casework.graphql.powers import PowerQueries
from govhall.casework.graphql.queries import CaseworkQueries
from govhall.casework.graphql.routes import RouteQueries
from govhall.insight.graphql.queries import InsightQueries


class Query(
    CaseworkQueries, RouteQueries, BoardQueries, PowerQueries, OnlineQueries, InsightQueries, graphene.ObjectType
):
    """All that can be asked; each room adds its fields."""


def joined() -> graphene.Schema:
    """The schema with the acts that are registered now."""
    rooms = (case_mutations(), ManagingMutations, OnlineMutations, graphene.ObjectType)
    mutation = type('Mutation', rooms, {'__doc__': 'All that can be done; each room adds its fields.'})
    return graphene.Schema(query=Query, mutation=mutation, auto_camelcase=True)


schema = joined()
