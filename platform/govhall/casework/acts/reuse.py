"""Using what the hall has of the same applicant, with consent (免提交), at the receipt or after it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.case import Attachment, Paper
from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, register
from govhall.casework.asked import PAPER
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import Transition, transition
from govhall.casework.selectors import HANDLERS
from govhall.casework.services.change import Change, changing
from govhall.casework.services.materials import enter_file, on_file, paper_of, replace_paper
from govhall.catalogue.rules import Power
from govhall.files.models import Material
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.materials.ways import ON_FILE as ON_FILE
from tenants.access import Actor
from tenants.roles import Role

REUSE = transition(
    Transition(
        name='reuse',
        course='经申请人同意，使用已存材料',
        states=frozenset({State.RECEIVED}),
        roles=frozenset({Role.CLERK, Role.AGENT, Role.CHIEF}),
        power=Power.RECEIVE,
        detail=lambda data: str(data.get('name') or ''),
    )
)
CONSENT = Field(
    name='consent',
    kind=FieldKind.TICK,
    label='已核对身份，申请人同意',
    says='Whether the identity of the applicant was checked, and they agreed.',
    needed=True,
)


class ReuseConsentMissing(Refused):
    """What is on file is used again with the applicant's consent only."""

    code = 'REUSE_CONSENT_MISSING'
    sentence = '请先核对申请人的身份证件，征得同意并勾选，再使用已存的材料。'


class NotMissing(Refused):
    """The paper is there already."""

    code = 'NOT_MISSING'
    status = 409
    sentence = '这份材料已经收到，不用再取已存的。'


class NotOnFile(Refused):
    """The hall has no such paper of the applicant, or only one that is too old."""

    code = 'NOT_ON_FILE'
    sentence = '本大厅没有存这位申请人的“{paper}”，或者存的已经过期。请申请人交来。'


def reuse_on_file(
    *, uid: UUID, version: int, actor: Actor, paper: str, consent: bool, at: datetime | None = None
) -> Case:
    """Take the newest file that this hall has of the same applicant for a paper of that name, if they consent.

    Raises ReuseConsentMissing, NotMissing, NoSuchMaterial, NotOnFile, and what the frame raises.
    """
    if not consent:
        raise ReuseConsentMissing(field='consent')
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        known = paper_of(change.case, paper)
        if known.status != 'missing':
            raise NotMissing
        _take(change, [known])
        return change.case


def take_from_file(change: Change, given: Mapping[str, str]) -> None:
    """At the receipt: take what was ticked (code to on_file), so that the applicant agreed. Raises NotOnFile."""
    _take(change, [paper for paper in change.case.papers if given.get(paper.code) == ON_FILE])


def _take(change: Change, papers: list[Paper]) -> None:
    if not papers:
        return
    case, day = change.case, change.at.astimezone(CHINA).date()
    found = on_file(case.applicant.id_number, papers, on=day, besides=case.uid)
    for paper in papers:
        if paper.name not in found:
            raise NotOnFile(field='papers', paper=paper.name)
        _use(change, paper, found[paper.name])


def _use(change: Change, paper: Paper, found: Material) -> None:
    said = {'paper': paper.code, 'name': paper.name, 'hash': found.hash, 'from_case': str(found.case)}
    change.perform(REUSE, **said, since=found.at.isoformat(), consent=True)
    file = Attachment(hash=found.hash, type=found.type, size=found.size)
    replace_paper(change.case, replace(paper, status='on_file', files=[file], consent=True))
    # It grows no younger by being used: its term runs from the day it was handed in.
    enter_file(change, paper, file, known=found)


register(
    Act(
        do=lambda posted: reuse_on_file(**posted.frame, paper=posted['paper'], consent=posted['consent']),
        afterwards=lambda case: '已使用申请人存过的材料，不用再交。',
        fields=[PAPER, CONSENT],
        roles=HANDLERS,
        mutation='reuse_file',
        does='Use the newest file of the applicant for the same material, with consent.',
    )
)
