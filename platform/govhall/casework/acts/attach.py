"""Storing a file beside a paper (材料文件存入): gathered before acceptance; afterwards it is what was examined."""

import base64
import binascii
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.case import Attachment, Paper
from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, PostedAct, register
from govhall.casework.asked import PAPER
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import GATHERING, HANDLING, UNDER_WAY, Transition, transition
from govhall.casework.selectors import HELPING
from govhall.casework.services.change import changing
from govhall.casework.services.materials import enter_file, paper_of, replace_paper
from govhall.catalogue.rules import Power
from govhall.files.rules.materials import FileTypeRefused, checked_type
from govhall.files.uploads import forget_upload, read_upload
from govhall.kernel.errors import Refused
from govhall.materials.ways import is_awaited
from govhall.storage.capacity import check_disk
from govhall.storage.material_store import hash_of, store
from tenants.access import Actor
from tenants.roles import Role

ATTACH = transition(
    Transition(
        name='attach',
        course='材料文件存入',
        states=GATHERING,
        roles=HANDLING | {Role.AGENT, Role.LIAISON},
        power=Power.RECEIVE,
        detail=lambda data: str(data.get('name') or ''),
    )
)
ATTACH_LATER = transition(
    Transition(
        name='attach_later',
        course='补交容缺材料的文件',
        states=UNDER_WAY,
        roles=HANDLING | {Role.AGENT, Role.LIAISON},
        power=Power.RECEIVE,
        detail=lambda data: str(data.get('name') or ''),
    )
)
FIELDS = [
    PAPER,
    Field(name='content', kind=FieldKind.CONTENT, says='A small file in Base64, within the limit of a query.'),
    Field(
        name='hash',
        kind=FieldKind.LINE,
        most=64,
        says='SHA-256 of a file that this account has posted to graphql/files/.',
    ),
]


class EitherContentOrHash(Refused):
    """The file is given in one of the two ways."""

    code = 'EITHER_CONTENT_OR_HASH'
    sentence = '请用 content 或 hash 之一给出文件。'


def attach_file(  # noqa: PLR0913 - whose file, of which case, for which paper, when
    *,
    uid: UUID,
    version: int,
    actor: Actor | None,
    paper: str,
    content: bytes,
    at: datetime | None = None,
    asks_lapse: bool = True,
) -> Case:
    """Store a file for a paper (by code) of a case that is held here; the paper is then handed in.

    Once the case is accepted, only what was to come later may still be brought (容缺).

    While a correction waits the paper stays missing until all is supplied, because only then the five days begin
    again. `asks_lapse` is False for what came with the application itself.

    Raises FileEmpty, FileTooLarge, FileTypeRefused, NoSuchMaterial, and what the frame raises.
    """
    kind = checked_type(content, most_megabytes=settings.MATERIAL_MEGABYTES)
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version, asks_lapse=asks_lapse) as change:
        case = change.case
        known = paper_of(case, paper)
        file = Attachment(hash=hash_of(content), type=kind, size=len(content))
        late = is_awaited(known) and case.state not in GATHERING  # it comes while the case goes on (容缺后补)
        row = ATTACH_LATER if late else ATTACH
        change.perform(row, name=known.name, paper=paper, hash=file.hash, type=kind, size=file.size)
        check_disk(file.hash)
        store(content)
        if file not in known.files:
            status = known.status if case.state == State.CORRECTING else _there(known)
            way, until = (known.way, known.until) if status == known.status else (_way_there(known), None)
            replace_paper(case, replace(known, status=status, way=way, until=until, files=[*known.files, file]))
        enter_file(change, known, file)
        return case


def _way_there(paper: Paper) -> str:
    """What was to come later is there like any other."""
    return '' if is_awaited(paper) else paper.way


def _there(paper: Paper) -> str:
    return 'handed_in' if paper.status == 'missing' else paper.status


def attach_upload(*, uid: UUID, version: int, actor: Actor, paper: str, name: str, at: datetime | None = None) -> Case:
    """Attach what this account brought under the hash `name`, as `attach_file`. Raises NoSuchUpload too."""
    content = read_upload(name, actor=actor)
    with transaction.atomic():
        case = attach_file(uid=uid, version=version, actor=actor, paper=paper, content=content, at=at)
        forget_upload(name, actor=actor)
    return case


def _attach(posted: PostedAct) -> Case:
    content, name = posted['content'], posted['hash']
    if bool(content) == bool(name):
        raise EitherContentOrHash(field='content')
    if name:
        return attach_upload(**posted.frame, paper=posted['paper'], name=name)
    try:
        plain = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as unreadable:
        raise FileTypeRefused(field='content', does='的内容不是 Base64 编码，没有存入。') from unreadable
    return attach_file(**posted.frame, paper=posted['paper'], content=plain)


register(
    Act(
        do=_attach,
        afterwards=lambda case: '文件已存入。',
        fields=FIELDS,
        roles=HELPING,
        mutation='attach_file',
        does='Store a file for a material of a case that is not yet accepted. NO_SUCH_UPLOAD, FILE_TYPE_REFUSED.',
    )
)
