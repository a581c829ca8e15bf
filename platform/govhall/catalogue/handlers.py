"""Entries of the catalogue topic become rows; an older version that comes again changes nothing."""

from federation.contracts.base import part_as_it_came
from federation.contracts.catalogue import DepartmentEntered, GrantEntered, GuideEntered, MatterEntered, OrganEntered
from federation.directory import selectors as directory
from federation.inbox.messages import EntryContext
from federation.inbox.publishers import check_publisher, check_root, is_root
from federation.inbox.registry import handles_entries
from federation.trust.port import UnknownKey, Untrusted
from govhall.catalogue.entries import store
from govhall.catalogue.models import Grant
from govhall.catalogue.own_matters import check_own, is_own_power, is_storable, owner_code, standing
from govhall.catalogue.rules import Mode, StepsDoNotSum, check_steps, lacking_fields
from govhall.kernel.errors import Refused


def of_own_hall(entry: GuideEntered, source: str) -> None:
    """A cell tells of its own halls only; what holds for all halls of a kind comes from the root. Raises Untrusted.

    Also from a cell that means well a guide that lacks a public field is not published (八公开).
    """
    if entry.hall:
        check_publisher(entry.hall, source)
    else:
        check_root(entry, source)
    if lacking := lacking_fields(entry):
        raise Untrusted(f'the guide lacks {lacking}')


def with_whole_steps(entry: MatterEntered, source: str) -> None:
    """The root tells matters, a cell the own ones of its halls; the steps of each sum to its promise (逐环节限时).

    Raises Untrusted, and UnknownKey while the hall of an own matter is not known.
    """
    if owner_code(entry.code):
        _of_its_owner(entry, source)
    else:
        check_root(entry, source)
    try:
        check_steps(matter=entry.code, promised_days=entry.promised_days, steps=[step.days for step in entry.steps])
    except StepsDoNotSum as refusal:
        raise Untrusted(str(refusal)) from refusal


def _of_its_owner(entry: MatterEntered, source: str) -> None:
    check_publisher(standing(entry.code), source)
    try:
        check_own(entry)
    except Refused as refusal:
        raise Untrusted(str(refusal)) from refusal
    if not is_storable(entry):
        raise Untrusted('an own matter with codes that the catalogue does not know')


def of_hall_above(entry: GrantEntered, source: str) -> None:
    """Power comes from above: a cell grants it to the halls directly below its own halls, none to itself.

    An own power comes from the law, as the root has entered it; another cell may only let it end. What a hall has set
    up itself it carries out itself. Raises Untrusted.
    """
    if is_root(source):
        return
    if is_own_power(entry):
        check_publisher(entry.hall, source)
        return
    below = directory.find(entry.hall)
    if below is None:
        raise UnknownKey(entry.hall)
    if not below.parent_code:
        raise Untrusted('the highest hall gets its powers from the root')
    check_publisher(below.parent_code, source)
    if entry.mode == Mode.OWN:
        kept = Grant.objects.filter(
            id=entry.id, matter_code=entry.matter, hall_code=entry.hall, organ_code=entry.organ, mode=Mode.OWN
        )
        if entry.valid_to is None or not kept.exists():
            raise Untrusted('an own power is entered at the root only')


@handles_entries(OrganEntered, publisher=check_root)
def organ_entered(message: OrganEntered, published: EntryContext) -> None:
    """Keep an organ; idempotent by its version."""
    store(message)


@handles_entries(DepartmentEntered, publisher=check_root)
def department_entered(message: DepartmentEntered, published: EntryContext) -> None:
    """Keep a department; idempotent by its version."""
    store(message)


@handles_entries(MatterEntered, publisher=with_whole_steps)
def matter_entered(message: MatterEntered, published: EntryContext) -> None:
    """Keep a matter; idempotent by its version. Its form is kept as it came, with what only a newer release knows."""
    store(message, form=part_as_it_came(published.body, 'form'))


@handles_entries(GuideEntered, publisher=of_own_hall)
def guide_entered(message: GuideEntered, published: EntryContext) -> None:
    """Keep a guide; idempotent by its version."""
    store(message)


@handles_entries(GrantEntered, publisher=of_hall_above)
def grant_entered(message: GrantEntered, published: EntryContext) -> None:
    """Keep a grant, also one that has ended; idempotent by its version."""
    store(message)
