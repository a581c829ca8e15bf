"""The joined GraphQL schema; its text is committed beside it as `schema.graphql`."""

import graphene

from govhall.api.attendance import AttendanceQueries
from govhall.api.board import BoardQueries
from govhall.api.figures import InsightQueries
from govhall.api.hall_mutations import hall_mutations
from govhall.api.hall_profile import ProfileQueries
from govhall.api.licences import LicenceQueries
from govhall.api.mutations import case_mutations
from govhall.api.nothing import read_null_as_nothing
from govhall.api.online import OnlineQueries, online_mutations
from govhall.api.powers import PowerQueries
from govhall.api.queries import CaseworkQueries
from govhall.api.routes import RouteQueries


class Query(
    CaseworkQueries,
    RouteQueries,
    BoardQueries,
    PowerQueries,
    AttendanceQueries,
    OnlineQueries,
    ProfileQueries,
    LicenceQueries,
    InsightQueries,
    graphene.ObjectType,
):
    """All that can be asked; each room adds its fields."""


def joined() -> graphene.Schema:
    """The schema with the acts that are registered now."""
    rooms = (case_mutations(), hall_mutations(), online_mutations(), graphene.ObjectType)
    mutation = type('Mutation', rooms, {'__doc__': 'All that can be done; each room adds its fields.'})
    made = graphene.Schema(query=Query, mutation=mutation, auto_camelcase=True)
    read_null_as_nothing(made.graphql_schema)
    return made


schema = joined()
