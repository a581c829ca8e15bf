"""The register of licences (证照台账) by number, as its page finds one."""

from datetime import date

import graphene
from django.utils import timezone

from govhall.api.access import actor_of
from govhall.api.parts import words
from govhall.desk.licences_seen import licences_seen, masked_holder
from govhall.documents.register_queries import READERS
from govhall.licences.models import LicenceEntry
from govhall.licences.refusals import NoSuchLicence
from govhall.licences.rules.numbers import LONGEST, readings
from govhall.licences.rules.results import Validity

MOST = 20  # of several matters


class RegisteredLicence(graphene.ObjectType):
    """A licence of this hall, granted by a case or issued before this system."""

    uid = graphene.UUID(required=True, description='Its id in the register.')
    number = words('The number printed on it.')
    name = words('What it is called, as 食品经营许可证.')
    matter = words('Code of the matter that it belongs to (主项).')
    holder = words('Who holds it, masked.')
    organ = words('Who issued it; may be empty.')
    valid_from = graphene.Date(required=True, description='Day from which it counts.')
    valid_until = graphene.Date(description='Last day on which it is valid; null: 长期.')
    standing = words('valid, expired, changed, renewed, reissued, cancelled, revoked or forfeited; today.')
    standing_label = words('The same in words.')
    case_number = words('The case that granted it; empty for one from before this system.')
    followed_by = words('Number of the case that took its place or ended it, or of the decision; may be empty.')

    @staticmethod
    def resolve_matter(root: LicenceEntry, info: graphene.ResolveInfo) -> str:
        """The 主项."""
        return root.main

    @staticmethod
    def resolve_holder(root: LicenceEntry, info: graphene.ResolveInfo) -> str:
        """As lists show people."""
        return masked_holder(root)

    @staticmethod
    def resolve_standing(root: LicenceEntry, info: graphene.ResolveInfo) -> str:
        """Today."""
        return _standing(root, timezone.localdate()).value

    @staticmethod
    def resolve_standing_label(root: LicenceEntry, info: graphene.ResolveInfo) -> str:
        """The word on every page."""
        return _standing(root, timezone.localdate()).label

    @staticmethod
    def resolve_followed_by(root: LicenceEntry, info: graphene.ResolveInfo) -> str:
        """What stands beside it on the page."""
        return root.followed.number if root.followed else ''


def _standing(entry: LicenceEntry, day: date) -> Validity:
    return entry.standing_on(day)


class LicenceQueries(graphene.ObjectType):
    """The register of the hall of the address."""

    licences = graphene.List(
        graphene.NonNull(RegisteredLicence),
        number=graphene.String(required=True, description='As printed; brackets of any kind.'),
        description='The licences in sight with this number. Errors: NO_SUCH_LICENCE, NOT_YOUR_ROLE.',
    )

    @staticmethod
    def resolve_licences(root: object, info: graphene.ResolveInfo, number: str) -> list[LicenceEntry]:
        """By its number, in whatever brackets it is typed."""
        actor = actor_of(info, READERS)
        found = list(licences_seen(actor).filter(number__in=readings(number[:LONGEST])).order_by('-valid_from')[:MOST])
        if not number.strip() or not found:
            raise NoSuchLicence
        return found
