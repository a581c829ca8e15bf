"""Giving somebody a letter of authorisation (授权书)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.acts.page import Choices
from govhall.catalogue.heads import organs_to_head
from govhall.catalogue.readers import LETTER_KEEPERS
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import CHOICES, PersonalPower
from govhall.catalogue.selectors import matters_for
from govhall.catalogue.services.authorisations import HeadOfWhich, NoMatterChosen, checked, letter_function
from govhall.files.rules.materials import naming
from govhall.files.uploads import forget_upload, read_upload
from govhall.kernel.errors import Refused
from govhall.kernel.ids import new_uid
from govhall.letters import scans
from govhall.letters.refusals import ScanMissing
from tenants.access import Actor
from tenants.audit import asking_address
from tenants.models import Hall, Membership

FIELDS = [
    Field(
        name='person',
        kind=FieldKind.WHOLE,
        label='授权给谁',
        says='Id of the person, as `staff` gives it.',
        needed=True,
        must=True,
    ),
    Field(
        name='powers',
        kind=FieldKind.CODES,
        label='权限',
        says='What it gives.',
        needed=True,
        must=True,
        choices=[(power.value, power.label) for power in PersonalPower],
        choices_are=('PersonalPower', 'A power in a letter (授权书).'),
    ),
    Field(
        name='all_matters',
        kind=FieldKind.TICK,
        label='本大厅的全部事项',
        says='All matters of the hall, instead of `matters`.',
    ),
    Field(
        name='matters',
        kind=FieldKind.CODES,
        label='只是这些事项',
        aside='勾了全部事项就不用选',
        says='Codes of matters, unless all.',
        widget='many',
    ),
    Field(
        name='organ',
        kind=FieldKind.LINE,
        label='担任负责人的机关',
        hint='只在登记机关负责人时选。',
        most=18,
        says='Credit code of the organ whose head the person is, with HEAD.',
    ),
    Field(
        name='grantor', kind=FieldKind.LINE, label='授权机关', most=100, says='Who gives it.', needed=True, must=True
    ),
    Field(
        name='document', kind=FieldKind.LINE, label='授权书文号', most=100, says='Its number.', needed=True, must=True
    ),
    Field(
        name='valid_from',
        kind=FieldKind.DAY,
        label='生效日期',
        hint='今天或以后。',
        says='First day.',
        needed=True,
        must=True,
    ),
    Field(
        name='valid_to',
        kind=FieldKind.DAY,
        label='到期日期',
        hint='当天仍有效；不填就是长期。',
        says='Last day, on which it still holds; none: no end.',
    ),
    Field(
        name='hash',
        kind=FieldKind.LINE,
        most=64,
        says='SHA-256 of the scan, which this account has posted to graphql/files/.',
        needed=True,
    ),
]


class ToOneself(Refused):
    """Powers come from somebody else."""

    code = 'TO_ONESELF'
    sentence = '不能给自己登记授权书，请由另一位管理员登记。'


class BeginsInThePast(Refused):
    """Acts that were done without a letter are not mended by one."""

    code = 'BEGINS_IN_THE_PAST'
    sentence = '生效日期不能早于今天，请改成今天或以后。'


class NotOfThisHall(Refused):
    """The person does not work in the hall now."""

    code = 'NOT_OF_THIS_HALL'
    sentence = '这个人现在不在本大厅工作，不能给授权书。请先核对人员名单。'


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPaper:
    """A letter as the paper has it, from one day to the end of another; `all_matters` is chosen, never the default."""

    person_id: int
    powers: Collection[PersonalPower]
    document: str
    valid_from: date
    matters: Collection[str] = ()
    all_matters: bool = False
    valid_to: date | None = None
    grantor: str = ''
    organ: str = ''


def give_letter(*, hall: Hall, giver: Actor, paper: LetterPaper, scan: bytes) -> UUID:
    """Give somebody else who works in the hall now a letter; who gave it stays with it, and in the audit.

    `scan` is the paper as a file. Raises ScanMissing, FileTooLarge, FileTypeRefused, ToOneself, BeginsInThePast,
    NoMatterChosen, NotOfThisHall, UnknownMatter beside what `authorise` raises. The database checks giver, person and
    day once more.
    """
    if paper.person_id == giver.person_id:
        raise ToOneself(field='person')
    if not Membership.objects.live(timezone.now()).filter(hall=hall, person_id=paper.person_id).exists():
        raise NotOfThisHall(field='person')
    if paper.organ and paper.organ not in dict(organs_to_head(hall.code, hall.area_code)):
        raise HeadOfWhich(field='organ')
    _check_matters(hall, paper)
    zone = timezone.get_current_timezone()
    begins = datetime.combine(paper.valid_from, time.min, zone)
    ends = datetime.combine(paper.valid_to, time.max, zone) if paper.valid_to else None
    powers = checked(paper.powers, paper.document, organ=paper.organ, valid_from=begins, valid_to=ends)
    if paper.valid_from < timezone.localdate():
        raise BeginsInThePast(field='valid_from')
    if not scan:
        raise ScanMissing(field='hash')
    kind, uid = scans.checked(scan), new_uid()
    letter: dict[str, Any] = {
        'id': str(uid),
        'person_id': paper.person_id,
        'hall_code': hall.code,
        'matters': None if _all_matters(paper) else sorted(set(paper.matters)),
        'powers': powers,
        'grantor': paper.grantor,
        'organ_code': paper.organ,
        'document': paper.document,
        'valid_from': begins.isoformat(),
        'valid_to': ends.isoformat() if ends else None,
        'file_hash': scans.keep(scan),
        'file_type': kind,
        'address': asking_address(),
    }
    letter_function('SELECT public.catalogue_give_letter(%s, %s::jsonb)', [giver.person_id, json.dumps(letter)])
    return uid


def _all_matters(paper: LetterPaper) -> bool:
    """Chosen; or a head by office, who is no less of one for some matters."""
    return paper.all_matters or (set(paper.powers) == {PersonalPower.HEAD} and not paper.matters)


def _check_matters(hall: Hall, paper: LetterPaper) -> None:
    if bool(paper.matters) == _all_matters(paper):
        raise NoMatterChosen(field='matters')
    known = {info.code for info in matters_for(hall.code)} if paper.matters else set()
    for code in paper.matters:
        if code not in known:
            raise UnknownMatter(field='matters', matter=code)


def choices(hall: Hall, actor: Actor) -> Choices:
    """Whom an administrator may choose on the page, for what: nobody gives a letter to oneself."""
    people = Membership.objects.live(timezone.now()).filter(hall=hall).exclude(person_id=actor.person_id)
    names = {(str(person.person_id), person.person.name) for person in people.select_related('person')}
    return {
        'person': [('', '请选择'), *sorted(names, key=lambda pair: pair[1])],
        'powers': [(power.value, power.label) for power in CHOICES],
        'matters': [(info.code, info.short_name) for info in matters_for(hall.code)],
        'organ': [('', '不是机关负责人'), *organs_to_head(hall.code, hall.area_code)],
    }


def _do(posted: HallPosted) -> HallActDone:
    typed = dict(posted.data)
    name, scan, called = typed.pop('hash', ''), typed.pop('scan', b''), typed.pop('scan_name', '')
    if name:
        scan = read_upload(name, actor=posted.actor)
        forget_upload(name, actor=posted.actor)
    powers = [PersonalPower(power) for power in typed.pop('powers')]
    paper = LetterPaper(person_id=typed.pop('person'), powers=powers, **typed)
    with naming(called):
        given = give_letter(hall=posted.hall, giver=posted.actor, paper=paper, scan=scan)
    return HallActDone(said='授权书已登记，到生效日期即可使用。', id=given)


ACT = register(
    HallAct(
        label='登记授权书',
        do=_do,
        roles=LETTER_KEEPERS,
        fields=FIELDS,
        mutation='give_letter',
        does='Give somebody else of this hall a letter of authorisation (授权书), from today on. NOT_OF_THIS_HALL, '
        'TO_ONESELF, BEGINS_IN_THE_PAST, NO_MATTER_CHOSEN, UNKNOWN_MATTER, NO_SUCH_UPLOAD, FILE_TYPE_REFUSED.',
    )
)
