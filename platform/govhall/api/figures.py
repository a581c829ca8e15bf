"""The root fields of this room."""

from datetime import date

import graphene
from django.utils import timezone

from govhall.api.figure_types import FiguresOf
from govhall.insight.selectors import Figures, figures


class InsightQueries(graphene.ObjectType):
    """Figures, for leaders, supervisors and administrators of the hall of the address."""

    figures = graphene.Field(
        FiguresOf,
        area=graphene.String(description='Division code; without it the own area of the hall of the address.'),
        since=graphene.Date(description='First day, counted; today if absent.'),
        until=graphene.Date(description='Last day, counted; today if absent. At most 366 days.'),
        as_it_was=graphene.Boolean(
            description='True: areas that have closed stand for themselves, else they count for who took their place.'
        ),
        description=(
            'Figures of an area and all below, from facts without personal data that every hall sends upward. '
            'Errors: FORBIDDEN, OUT_OF_SCOPE, BAD_PERIOD.'
        ),
    )

    @staticmethod
    def resolve_figures(
        root: object,
        info: graphene.ResolveInfo,
        area: str | None = None,
        since: date | None = None,
        until: date | None = None,
        as_it_was: bool = False,
    ) -> Figures:
        """The selector decides who may see what."""
        today = timezone.localdate()
        first, last = since or today, until or today
        return figures(viewer=info.context.actor, area=area, since=first, until=last, as_it_was=as_it_was)
