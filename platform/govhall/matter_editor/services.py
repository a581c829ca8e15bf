"""Changing a matter as a draft, publishing it as a new version from a day on, and withdrawing it."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.base import LARGEST_BODY, encode
from federation.contracts.catalogue import MatterEntered
from govhall.catalogue.entries import entry_of
from govhall.catalogue.models import Matter
from govhall.catalogue.own_matters import owner_code
from govhall.catalogue.services.publication import publish
from govhall.drafts.life import DraftLife
from govhall.drafts.refusals import StartsInThePast
from govhall.kernel.china import CHINA
from govhall.matter_editor.entries import entries_of, refuse_unfit
from govhall.matter_editor.models import MatterDraft
from govhall.matter_editor.refusals import MatterTooLarge, OnlyOwnMatters, WithdrawnAlready
from govhall.matter_editor.selectors import EditedMatter, Parts, edited_matter, published_parts
from tenants.access import Actor
from tenants.audit import Action

Edit = Callable[[Parts], Parts]


def change_matter(*, matter: str, version: int, actor: Actor, edit: Edit) -> MatterDraft:
    """Apply one change to the matter in the editor. Raises as `DraftLife.change`, and what the change raises."""

    def changed(draft: MatterDraft) -> None:
        draft.parts = edit(draft.parts)

    return DRAFTS.change(matter=matter, version=version, actor=actor, edit=changed)


def withdraw_matter(*, matter: str, actor: Actor, on: date, document: str) -> None:
    """Let an own matter end with the beginning of a day, at once for today; running cases are finished under it.

    Raises NotYoursToChange, OnlyOwnMatters, StartsInThePast, WithdrawnAlready.
    """
    DRAFTS.require_owner(actor, matter)
    now, today = timezone.now(), timezone.localdate()
    if not owner_code(matter):
        raise OnlyOwnMatters
    if on < today:
        raise StartsInThePast(field='day')
    with transaction.atomic():
        row = Matter.objects.filter(code=matter).first()
        if row is None or (row.valid_to is not None and row.valid_to <= now):
            raise WithdrawnAlready
        end = max(now, datetime.combine(on, time(), tzinfo=CHINA))
        publish(replace(entry_of(MatterEntered, row), valid_to=end, version=row.version + 1))
        MatterDraft.objects.filter(matter=matter).delete()
        DRAFTS.note(actor, matter, 'withdraw', day=on.isoformat(), document=document)


def _begin(edited: EditedMatter, actor: Actor) -> dict[str, Any]:
    parts = msgspec.to_builtins(edited.parts)
    return {'hall_code': actor.hall, 'parts': parts, 'base': parts}


def _send(edited: EditedMatter, draft: MatterDraft, day: date) -> None:
    for entry in entries_of(edited, draft, at=timezone.now()):
        if len(encode(entry)) > LARGEST_BODY * 3 // 4:
            raise MatterTooLarge
        publish(entry)


def _published(edited: EditedMatter) -> Parts | None:
    return published_parts(edited.row) if edited.row else None


DRAFTS = DraftLife[EditedMatter, MatterDraft](
    model=MatterDraft,
    action=Action.MATTER_CHANGED,
    what='这个事项',
    edited=edited_matter,
    begin=_begin,
    published=_published,
    changed=lambda edited: edited.parts != _published(edited),
    check=refuse_unfit,
    send=_send,
)
