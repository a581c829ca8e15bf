"""Changing a matter as a draft, publishing it as a new version from a day on, and withdrawing it."""

from collections.abc import Callable
from datetime import date, datetime, time

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.base import LARGEST_BODY, encode
from federation.contracts.catalogue import MatterEntered
from govhall.catalogue.entries import entry_of
from govhall.catalogue.models import Matter
from govhall.catalogue.own_matters import may_change, owner_code
from govhall.catalogue.services.publication import publish
from govhall.kernel.china import CHINA
from govhall.matter_editor.entries import entries_of, refuse_unfit
from govhall.matter_editor.models import MatterDraft
from govhall.matter_editor.refusals import (
    MatterChanged,
    MatterMovedOn,
    MatterScheduled,
    MatterTooLarge,
    NothingChanged,
    NotYoursToChange,
    OnlyOwnMatters,
    StartsInThePast,
    WithdrawnAlready,
)
from govhall.matter_editor.selectors import EditedMatter, Parts, edited_matter, published_parts
from tenants.access import Actor
from tenants.audit import Action, record

Edit = Callable[[Parts], Parts]


def change_matter(*, matter: str, version: int, actor: Actor, edit: Edit) -> MatterDraft:
    """Apply one change to the matter in the editor; a draft begins with the first one.

    `version` is what the page showed. Raises NotYoursToChange, MatterChanged, MatterScheduled, and what the change
    raises; then nothing has changed.
    """
    _require_owner(actor, matter)
    now = timezone.now()
    with transaction.atomic():
        draft = _open(edited_matter(matter), version, actor, now)
        draft.parts = edit(draft.parts)
        draft.version, draft.changed_by, draft.changed_at = draft.version + 1, actor.name, now
        draft.save()
        _note(actor, matter, 'change')
        return draft


def discard(*, matter: str, version: int, actor: Actor) -> None:
    """Forget all changes that are not published. Raises NotYoursToChange, MatterChanged."""
    _require_owner(actor, matter)
    with transaction.atomic():
        _locked(edited_matter(matter), version).delete()
        _note(actor, matter, 'discard')


def recall_draft(*, matter: str, version: int, actor: Actor) -> MatterDraft:
    """Take a draft back from the day on which it would be published. Raises NotYoursToChange, MatterChanged."""
    _require_owner(actor, matter)
    with transaction.atomic():
        draft = _locked(edited_matter(matter), version)
        draft.publish_on, draft.version = None, draft.version + 1
        draft.save(update_fields=['publish_on', 'version'])
        _note(actor, matter, 'recall')
        return draft


def publish_matter(*, matter: str, version: int, actor: Actor, on: date, anyway: bool = False) -> bool:
    """Publish the draft as a new version: today at once, else on its day; whether it has been sent.

    It is in force when it has come back over the topic; cases that were received before keep their version. Raises
    NotYoursToChange, MatterChanged, MatterMovedOn, NothingChanged, StartsInThePast, and what makes it unfit.
    """
    _require_owner(actor, matter)
    today = timezone.localdate()
    if on < today:
        raise StartsInThePast(field='day')
    with transaction.atomic():
        edited = edited_matter(matter)
        draft = _locked(edited, version)
        if edited.moved_on and not anyway:
            raise MatterMovedOn(field='anyway')
        if edited.row is not None and draft.parts == published_parts(edited.row):
            raise NothingChanged
        refuse_unfit(edited)
        _note(actor, matter, 'publish', day=on.isoformat())
        if on == today:
            _send(edited, draft)
            return True
        draft.publish_on, draft.version = on, draft.version + 1
        draft.base = published_parts(edited.row) if edited.row else None
        draft.save(update_fields=['publish_on', 'base', 'version'])
        return False


def withdraw_matter(*, matter: str, actor: Actor, on: date, document: str) -> None:
    """Let an own matter end with the beginning of a day, at once for today; running cases are finished under it.

    Raises OnlyOwnMatters, StartsInThePast, WithdrawnAlready.
    """
    _require_owner(actor, matter)
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
        entry = replace(entry_of(MatterEntered, row), valid_to=end, version=row.version + 1)
        publish(entry)
        MatterDraft.objects.filter(matter=matter).delete()
        _note(actor, matter, 'withdraw', day=on.isoformat(), document=document)


def due_matters(*, on: date) -> list[str]:
    """The matters whose drafts wait for this day or an earlier one, by code."""
    return list(MatterDraft.objects.filter(publish_on__lte=on).order_by('matter').values_list('matter', flat=True))


def publish_due(matter: str, *, on: date) -> None:
    """Publish a draft whose day has come; nothing where it was taken back meanwhile.

    Raises MatterMovedOn where the catalogue has gone on since its day was set, and what makes it unfit.
    """
    with transaction.atomic():
        draft = MatterDraft.objects.select_for_update().filter(matter=matter, publish_on__lte=on).first()
        if draft is None:
            return
        edited = edited_matter(matter)
        if edited.moved_on:
            raise MatterMovedOn(field='anyway')
        refuse_unfit(edited)
        _send(edited, draft)


def _send(edited: EditedMatter, draft: MatterDraft) -> None:
    for entry in entries_of(edited, draft, at=timezone.now()):
        if len(encode(entry)) > LARGEST_BODY * 3 // 4:
            raise MatterTooLarge
        publish(entry)
    draft.delete()


def _open(edited: EditedMatter, version: int, actor: Actor, at: datetime) -> MatterDraft:
    if version == 1 and edited.draft is None:
        parts = msgspec.to_builtins(edited.parts)
        draft = MatterDraft(
            matter=edited.code,
            hall_code=actor.hall,
            parts=parts,
            base=parts,
            changed_by=actor.name,
            changed_at=at,
        )
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError as taken:  # a colleague has begun at the same moment
            raise MatterChanged(who='同事') from taken
        return draft
    draft = _locked(edited, version)
    if draft.publish_on:
        raise MatterScheduled(day=draft.publish_on.isoformat())
    return draft


def _locked(edited: EditedMatter, version: int) -> MatterDraft:
    draft = MatterDraft.objects.select_for_update().filter(matter=edited.code).first()
    if draft is None:
        raise MatterChanged(who='同事')
    if draft.version != version:
        raise MatterChanged(who=draft.changed_by)
    return draft


def _require_owner(actor: Actor, matter: str) -> None:
    if not may_change(actor.hall, matter):
        raise NotYoursToChange


def _note(actor: Actor, matter: str, did: str, **more: str) -> None:
    record(Action.MATTER_CHANGED, who=actor, hall=actor.hall, subject=matter, detail={'did': did, **more})
