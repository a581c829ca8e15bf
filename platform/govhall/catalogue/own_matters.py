"""The county's own matters (本级事项): a code space for each hall, and who may change which matter."""

import re
from collections.abc import Iterable

from django.conf import settings

from federation.contracts.catalogue import GrantEntered, MatterEntered
from federation.directory.selectors import find, standing_for
from federation.inbox.publishers import is_root
from govhall.catalogue.models import Matter
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import LEVELS, TASK_TYPES, CaseType, Mode, check_limits
from govhall.kernel.errors import Refused

OWN_CODE = re.compile(r'([0-9A-Z]{1,8})-[0-9]{4}')
# What a county may set up itself. Licences (行政许可法 §17), penalties (行政处罚法 §16), coercion (行政强制法 §10) and
# levies need a law or a regulation; confirmations, inspections and rulings come with the powers that laws give.
OWN_TYPES = {code: word for code, word in TASK_TYPES.items() if code in ('05', '08', '10', '20')}


class NotYourMatter(Refused):
    """Matters are kept by the level that owns them."""

    code = 'NOT_YOUR_MATTER'
    status = 403
    sentence = '这个事项由设立它的大厅的管理员维护，本大厅不能改。请把要改的内容报上去。'


class NotOwnType(Refused):
    """Only laws and regulations set up such matters."""

    code = 'NOT_OWN_TYPE'
    sentence = '本级不能自行设立{kind}事项，这要有法律、法规的规定（行政许可法第十七条等）。请选{kinds}。'


def owner_code(matter: str) -> str:
    """The hall in whose code space a matter is; empty for the catalogue of the highest hall."""
    found = OWN_CODE.fullmatch(matter)
    return found[1] if found else ''


def may_change(hall: str, matter: str) -> bool:
    """Whether a hall owns the matter: its own, or as the highest one all that no hall has for itself."""
    return bool(owned_among(hall, [matter]))


def owned_among(hall: str, matters: Iterable[str]) -> set[str]:
    """Which of these matters a hall owns; the directory is asked once for each hall that has matters among them."""
    owners = {matter: owner_code(matter) for matter in matters}
    owning = {owner for owner in set(owners.values()) if _answers_for(hall, owner)}
    return {matter for matter, owner in owners.items() if owner in owning}


def _answers_for(hall: str, owner: str) -> bool:
    """Without an owner it is the highest hall, and in the root cell only: what others publish, nobody believes."""
    if owner:
        return find(owner) is not None and standing_for(owner) == hall
    entry = find(hall)
    return entry is not None and entry.parent_code == '' and is_root(settings.CELL)


def owned_matter(hall: str, code: str) -> Matter:
    """The matter as it stands, for a change by its owner. Raises NotYourMatter, UnknownMatter."""
    if not may_change(hall, code):
        raise NotYourMatter
    row = Matter.objects.filter(code=code).first()
    if row is None:
        raise UnknownMatter(field='matter', matter=code)
    return row


def own_code(hall: str, serial: int) -> str:
    """The code of a hall's own matter, which no code of the national patterns looks like."""
    return f'{hall}-{serial:04}'


def check_own(entry: MatterEntered) -> None:
    """Refuse (NotOwnType, PromiseTooLong, PromiseMissing, InstantWithDays) what a county can't set up."""
    if entry.task_type not in OWN_TYPES:
        kind = TASK_TYPES.get(entry.task_type, entry.task_type)
        raise NotOwnType(field='task_type', kind=kind, kinds='、'.join(OWN_TYPES.values()))
    check_limits(
        matter=entry.short_name,
        case_type=CaseType(entry.case_type) if entry.case_type in set(CaseType) else CaseType.PROMISED,
        statutory_days=None if entry.no_statutory_limit else entry.statutory_days,
        promised_days=entry.promised_days,
    )


def is_storable(entry: MatterEntered) -> bool:
    """Whether a matter that another cell tells keeps the rules that the table holds."""
    known = entry.case_type in set(CaseType) and entry.level in LEVELS
    known = known and not (entry.no_statutory_limit and entry.statutory_days)
    return known and re.fullmatch('[0-9]{12}', entry.basic_code) is not None


def is_own_power(grant: GrantEntered) -> bool:
    """Whether a grant says that a hall carries out a matter that it has set up itself."""
    return grant.mode == Mode.OWN and bool(owner_code(grant.matter)) and standing(grant.matter) == grant.hall


def standing(matter: str) -> str:
    """The hall that answers for a hall's own matter today; the code itself where nobody knows the hall yet."""
    owner = owner_code(matter)
    return standing_for(owner) if owner and find(owner) else owner
