"""Where a matter is done and why, and what its public guide says: the questions before there is a case."""

from typing import Any

import graphene
from django.utils import timezone

from govhall.api.access import actor_of, hall_here
from govhall.api.matters import MaterialType
from govhall.api.parts import listed, words
from govhall.catalogue.guides import PublicGuide, public_guide
from govhall.forms.facts import FACTS
from govhall.where.explained import RouteExplanation, explain_route
from tenants.roles import AT_WORK

ANYBODY = AT_WORK


class RouteStepType(graphene.ObjectType):
    """A hall on the way of an application."""

    class Meta:
        name = 'WayStep'

    hall = words('Code of the hall.')
    name = words('Its name.')
    duties = words('What it does, in Chinese: 收件, 受理审核, 决定, or 只能代办.')
    why = words('On what that rests, in Chinese.')


class RouteType(graphene.ObjectType):
    """Who receives, reviews and decides an application, and why."""

    class Meta:
        name = 'Way'

    steps = listed(RouteStepType, 'The halls in order.')
    received_at = words('Name of the hall where the five days begin; empty if nobody receives.')
    reviewed_at = graphene.List(
        graphene.NonNull(graphene.String), required=True, description='Names of the halls that review.'
    )
    decided_by = words('Name of the hall that decides; empty if nobody is known to.')
    in_name_of = words('Credit code of the organ in whose name it is decided, or empty.')
    village = words('What the village does, in Chinese; empty for an area that is no village.')
    conditional = graphene.List(
        graphene.NonNull(graphene.String), required=True, description='What would change under which condition.'
    )
    warnings = graphene.List(
        graphene.NonNull(graphene.String), required=True, description='What stands against the application.'
    )


class GuideFee(graphene.ObjectType):
    """A charge with its basis and standard (收费依据和标准)."""

    name = words('Its name.')
    standard = words('The standard in words (80.00 元, 1.3 元/平方米, or its steps).')
    only = words('Which applications it is charged to; empty: all.')
    basis = words('The document that it rests on.')
    reduction = words('Who pays less, or empty.')


class MatterGuide(graphene.ObjectType):
    """The guide of a matter at this hall: the ten public fields."""

    name = words('事项名称.')
    organ = words('实施机关.')
    legal_basis = words('法定依据.')
    conditions = words('申请条件.')
    materials = listed(MaterialType, '申报材料.')
    procedure = words('办理程序.')
    limits = words('办理时限.')
    duties = words('办理职责.')
    fees = listed(GuideFee, '收费依据和标准; empty: nothing is charged.')
    contact = words('联系方式.')


class RouteQueries(graphene.ObjectType):
    """What a department's system asks before it sends an application."""

    where_done = graphene.Field(
        RouteType,
        matter=graphene.String(required=True, description='Code of the matter.'),
        area=graphene.String(required=True, description='Division code, 12 digits, of the house, land or business.'),
        applicant=graphene.String(description='person or organisation.'),
        amount=graphene.String(description='Amount, where a condition asks for it. Unit: yuan.'),
        size=graphene.String(description='Area, where a condition asks for it. Unit: square metres.'),
        project=graphene.String(description='simple, general or major, where a condition asks for it.'),
        storage=graphene.String(description='none or own, where a condition asks for it.'),
        description='Who receives, reviews and decides. Errors: UNKNOWN_MATTER, NOBODY_THERE, BAD_FACT.',
    )
    guide = graphene.Field(
        MatterGuide,
        matter=graphene.String(required=True, description='Code of the matter.'),
        description='The public guide at this hall. Errors: UNKNOWN_MATTER, NO_GRANT, NO_GUIDE.',
    )

    @staticmethod
    def resolve_where_done(
        root: object, info: graphene.ResolveInfo, matter: str, area: str, **given: Any
    ) -> RouteExplanation:
        """As the page 在哪办 answers."""
        actor_of(info, ANYBODY)
        facts = {name: given.get(name) or '' for name in FACTS}
        return explain_route(matter=matter, area=area, at=timezone.now(), facts=facts)

    @staticmethod
    def resolve_guide(root: object, info: graphene.ResolveInfo, matter: str) -> PublicGuide:
        """The hall's own guide, else that of its kind of hall."""
        actor_of(info, ANYBODY)
        return public_guide(matter=matter, hall=hall_here(info).code, at=timezone.now())
