"""大厅信息: what the hall of the address says of itself to everybody."""

import graphene
from django.utils import timezone

from govhall.api.access import actor_of, hall_here
from govhall.api.parts import listed, words
from govhall.desk.hall_profiles import ProfileShown, profile_of, shown
from tenants.roles import AT_WORK


class DayHours(graphene.ObjectType):
    """The hours of a day."""

    day = graphene.Date(required=True, description='The day.')
    hours = words('Times as 8:30-12:00 14:00-17:30, or 不开门.')
    note = words('Why they are not those of the weekday, or empty.')


class HallProfileType(graphene.ObjectType):
    """Where the hall is and when it is open."""

    class Meta:
        name = 'HallProfile'

    address = words('Street and number.')
    way_there = words('How one gets there, or empty.')
    telephone = words('Telephone of the information desk.')
    floor_area = graphene.Int(description='Square metres.')
    weekly = words('Hours by weekday, a line for each kind.')
    identity_first = graphene.Boolean(
        required=True, description='Whether who applied online is seen before acceptance (先核验身份再受理).'
    )
    today = graphene.Field(graphene.NonNull(DayHours), description='The hours of today.')
    is_open = graphene.Boolean(required=True, description='Whether the doors are open now.')
    ahead = listed(DayHours, 'The next days with hours of their own, at most ten.')


class ProfileQueries(graphene.ObjectType):
    """What the hall says of itself."""

    hall_profile = graphene.Field(
        HallProfileType, description='Null while nothing is entered; for everybody who works here. NOT_YOUR_ROLE.'
    )

    @staticmethod
    def resolve_hall_profile(root: object, info: graphene.ResolveInfo) -> ProfileShown | None:
        """As the public page."""
        actor_of(info, AT_WORK)
        hall = hall_here(info)
        profile = profile_of(hall.code)
        return shown(profile, area=hall.area_code, at=timezone.now()) if profile else None
