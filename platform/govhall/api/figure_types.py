"""The GraphQL types of the figures. Numbers come from the facts that halls send (federation.contracts.facts)."""

from typing import Any

import graphene

from govhall.api.limits import too_large
from govhall.insight.selectors import Figures

MOST_ROWS = 1000


def _cases(description: str) -> graphene.Field:
    return graphene.Int(required=True, description=f'{description} Unit: cases.')


class CountsType(graphene.ObjectType):
    """Numbers of cases in the area and period asked for, each counted on the day on which it happened."""

    class Meta:
        name = 'Counts'

    received = _cases('Handed in (收件), counted at the hall of origin only.')
    received_at_point = _cases('Of these, taken at a village service point (村级便民服务点).')
    accepted = _cases('Accepted (受理), at the hall that did so.')
    forwarded = _cases('Sent upward (上报), at each hall that did so; a case that rises twice counts twice.')
    decided = _cases('Decided (办结: approved or refused), at the deciding hall.')
    decided_on_the_spot = _cases('Of these, decided on the spot (当场办结).')
    on_time = _cases('Decided on or before the promised day (按时办结).')
    late = _cases('Decided after the promised day (超期办结).')
    refused = _cases('Decided with a refusal (不予许可, 不予办理).')
    withdrawn = _cases('Withdrawn by the applicant (撤回), at the hall that closed it.')
    not_accepted = _cases('Not accepted (不予受理), at the hall that said so.')
    terminated = _cases('Ended without a decision (终止办理), at the hall that did so.')
    overdue = _cases('Open on the last day asked for though their own day had passed (超期未办结); 0 in `days`.')
    delivered = _cases('Result handed to the applicant (送达), at the hall of origin.')
    rated = _cases('Rated by the applicant (评价), on the day of delivery.')
    rated_good = _cases('Of these, grades 1 to 3 of GB/T 39046: 非常满意, 满意, 基本满意.')
    decided_township = _cases('Decided by township halls (乡镇便民服务中心).')
    decided_county = _cases('Decided by county halls and their branches (县中心、分中心).')
    decided_city = _cases('Decided by the city hall (市中心).')
    decided_province = _cases('Decided by the province hall (省中心).')


class AreaType(graphene.ObjectType):
    """An administrative division (GB/T 2260, GB/T 10114)."""

    class Meta:
        name = 'Area'

    code = graphene.String(required=True, description='Division code, 12 digits.')
    name = graphene.String(required=True, description='Its name now.')
    level = graphene.String(required=True, description='province, city, county or township.')


class AreaFigures(graphene.ObjectType):
    """The figures of one area directly below."""

    area = graphene.Field(graphene.NonNull(AreaType), description='The area.')
    counts = graphene.Field(graphene.NonNull(CountsType), description='Its halls and all below them.')


class MatterFigures(graphene.ObjectType):
    """The figures of one matter (事项)."""

    code = graphene.String(required=True, description='Code of the matter in the catalogue (实施编码).')
    name = graphene.String(required=True, description='Its name in the catalogue; its code if the catalogue lacks it.')
    counts = graphene.Field(graphene.NonNull(CountsType), description='All cases of this matter in the area.')


class LevelFigures(graphene.ObjectType):
    """The figures of all halls of one kind in the area."""

    level = graphene.String(required=True, description='Kind of hall: township, branch, county, city or province.')
    counts = graphene.Field(graphene.NonNull(CountsType), description='What halls of this kind did.')


class DayFiguresType(graphene.ObjectType):
    """The figures of one day."""

    class Meta:
        name = 'DayFigures'

    day = graphene.Date(required=True, description='Calendar day in China.')
    counts = graphene.Field(graphene.NonNull(CountsType), description='What happened on this day.')


class HallReportType(graphene.ObjectType):
    """A hall of the federation's directory and whether it has reported."""

    class Meta:
        name = 'HallReport'

    code = graphene.String(required=True, description='Hall code, 8 characters, never used again.')
    name = graphene.String(required=True, description='Full name.')
    kind = graphene.String(required=True, description='township, branch, county, city or province.')
    reported_at = graphene.DateTime(description='Watermark: all that happened before is counted. Null: never reported.')
    has_reported = graphene.Boolean(required=True, description='True if the watermark is younger than five minutes.')


def _list(of: type[graphene.ObjectType], description: str, *, first: int) -> graphene.Field:
    return graphene.Field(
        graphene.NonNull(graphene.List(graphene.NonNull(of))),
        first=graphene.Int(default_value=first, description=f'At most so many rows, {MOST_ROWS} at most.'),
        description=description,
    )


def _first(rows: list[Any], first: int) -> list[Any]:
    if not 0 <= first <= MOST_ROWS:
        raise too_large(f'一次最多列出 {MOST_ROWS} 行，请减小 first。')
    return rows[:first]


class FiguresOf(graphene.ObjectType):
    """Figures of one area and period. A silent hall keeps what it told before: figures never shrink by silence."""

    class Meta:
        name = 'Figures'

    area = graphene.Field(graphene.NonNull(AreaType), description='The area that the figures are of.')
    since = graphene.Date(required=True, description='First day, counted.')
    until = graphene.Date(required=True, description='Last day, counted.')
    as_of = graphene.DateTime(description='Oldest watermark of the halls that have reported. Null: none has.')
    complete = graphene.Boolean(required=True, description='True if every hall in the area has reported.')
    hall_count = graphene.Int(required=True, description='Open halls in the area and below. Unit: halls.')
    silent_count = graphene.Int(required=True, description='Of these, halls that have not reported. Unit: halls.')
    totals = graphene.Field(graphene.NonNull(CountsType), description='All halls in the area and below.')
    own = graphene.Field(graphene.NonNull(CountsType), description='Halls of the area itself: the total less `areas`.')
    areas = _list(AreaFigures, 'Areas directly below, by code.', first=200)
    matters = _list(MatterFigures, 'Matters with cases, the most frequent first.', first=200)
    levels = _list(LevelFigures, 'By kind of hall.', first=10)
    days = _list(DayFiguresType, 'Days with cases, the earliest first.', first=366)
    halls = _list(HallReportType, 'Halls in the area and below; those that have not reported come first.', first=200)

    @staticmethod
    def resolve_area(root: Figures, info: graphene.ResolveInfo) -> object:
        """The area of the scope."""
        return root.scope.area

    @staticmethod
    def resolve_since(root: Figures, info: graphene.ResolveInfo) -> object:
        """The first day of the scope."""
        return root.scope.since

    @staticmethod
    def resolve_until(root: Figures, info: graphene.ResolveInfo) -> object:
        """The last day of the scope."""
        return root.scope.until

    @staticmethod
    def resolve_as_of(root: Figures, info: graphene.ResolveInfo) -> object:
        """Null when no hall has reported."""
        return root.completeness.as_of

    @staticmethod
    def resolve_complete(root: Figures, info: graphene.ResolveInfo) -> bool:
        """Whether nobody is missing."""
        return root.completeness.complete

    @staticmethod
    def resolve_hall_count(root: Figures, info: graphene.ResolveInfo) -> int:
        """How many halls should report."""
        return root.completeness.halls

    @staticmethod
    def resolve_silent_count(root: Figures, info: graphene.ResolveInfo) -> int:
        """How many have not."""
        return len(root.completeness.silent)

    @staticmethod
    def resolve_areas(root: Figures, info: graphene.ResolveInfo, first: int) -> list[Any]:
        """Raises QUERY_TOO_LARGE."""
        return _first(root.areas, first)

    @staticmethod
    def resolve_matters(root: Figures, info: graphene.ResolveInfo, first: int) -> list[Any]:
        """Raises QUERY_TOO_LARGE."""
        return _first(root.matters, first)

    @staticmethod
    def resolve_levels(root: Figures, info: graphene.ResolveInfo, first: int) -> list[Any]:
        """Raises QUERY_TOO_LARGE."""
        return _first(root.levels, first)

    @staticmethod
    def resolve_days(root: Figures, info: graphene.ResolveInfo, first: int) -> list[Any]:
        """Raises QUERY_TOO_LARGE."""
        return _first(root.days, first)

    @staticmethod
    def resolve_halls(root: Figures, info: graphene.ResolveInfo, first: int) -> list[Any]:
        """Raises QUERY_TOO_LARGE."""
        return _first(sorted(root.halls, key=lambda hall: hall.has_reported), first)
