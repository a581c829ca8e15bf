"""The life of a draft: changed, discarded, recalled, published at once or on its day. Who did it is recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from govhall.catalogue.own_matters import may_change
from govhall.drafts.models import CatalogueDraft
from govhall.drafts.refusals import (
    DraftChanged,
    DraftMovedOn,
    DraftScheduled,
    NothingToPublish,
    NotYoursToChange,
    StartsInThePast,
)
from tenants.access import Actor
from tenants.audit import Action, record


class InEditor(Protocol):
    """A matter as it stands in an editor."""

    @property
    def draft(self) -> CatalogueDraft | None:
        """What is being changed, if something is."""

    @property
    def moved_on(self) -> bool:
        """Whether another version has been published since the draft was begun."""


E = TypeVar('E', bound=InEditor)
D = TypeVar('D', bound=CatalogueDraft)


@dataclass(frozen=True, kw_only=True)
class DraftLife(Generic[E, D]):
    """The life of the drafts of one editor.

    `what` is what sentences call the thing; `begin` makes what a new draft holds, `published` is what stands in its
    place now, `changed` whether the draft differs from it; `check` refuses what is unfit to be published, and `send`
    publishes it.
    """

    model: type[D]
    action: Action
    what: str
    edited: Callable[[str], E]
    begin: Callable[[E, Actor], dict[str, Any]]
    published: Callable[[E], Any]
    changed: Callable[[E], bool]
    check: Callable[[E], None]
    send: Callable[[E, D, date], None]

    def change(self, *, matter: str, version: int, actor: Actor, edit: Callable[[D], None]) -> D:
        """Apply one change; a draft begins with the first one. `version` is what the page showed.

        Raises NotYoursToChange, DraftChanged, DraftScheduled, and what the change raises; then nothing has changed.
        """
        self.require_owner(actor, matter)
        now = timezone.now()
        with transaction.atomic():
            draft = self._open(matter, version, actor, now)
            edit(draft)
            draft.version, draft.changed_by, draft.changed_at = draft.version + 1, actor.name, now
            draft.save()
            self.note(actor, matter, 'change')
            return draft

    def discard(self, *, matter: str, version: int, actor: Actor) -> None:
        """Forget all changes that are not published. Raises NotYoursToChange, DraftChanged."""
        self.require_owner(actor, matter)
        with transaction.atomic():
            self._locked(matter, version).delete()
            self.note(actor, matter, 'discard')

    def recall(self, *, matter: str, version: int, actor: Actor) -> D:
        """Take a draft back from the day on which it would be published. Raises NotYoursToChange, DraftChanged."""
        self.require_owner(actor, matter)
        with transaction.atomic():
            draft = self._locked(matter, version)
            draft.publish_on, draft.version = None, draft.version + 1
            draft.save(update_fields=['publish_on', 'version'])
            self.note(actor, matter, 'recall')
            return draft

    def publish(self, *, matter: str, version: int, actor: Actor, on: date, anyway: bool = False) -> bool:
        """Publish the draft as a new version: today at once, else on its day; whether it has been sent.

        It is in force when it has come back over the topic; cases that were received before keep their version. Raises
        NotYoursToChange, DraftChanged, DraftMovedOn, NothingToPublish, StartsInThePast, and what makes it unfit.
        """
        self.require_owner(actor, matter)
        today = timezone.localdate()
        if on < today:
            raise StartsInThePast(field='day')
        with transaction.atomic():
            draft = self._locked(matter, version)
            edited = self.edited(matter)
            self._check(edited, anyway=anyway)
            self.note(actor, matter, 'publish', day=on.isoformat())
            if on == today:
                self.send(edited, draft, on)
                draft.delete()
                return True
            draft.publish_on, draft.base, draft.version = on, self.published(edited), draft.version + 1
            draft.save(update_fields=['publish_on', 'base', 'version'])
            return False

    def due(self, *, on: date) -> list[str]:
        """The matters whose drafts wait for this day or an earlier one, by code."""
        waiting = self.model._default_manager.filter(publish_on__lte=on)
        return list(waiting.order_by('matter').values_list('matter', flat=True))

    def publish_due(self, matter: str, *, on: date) -> None:
        """Publish a draft whose day has come; nothing where it was taken back meanwhile.

        Raises DraftMovedOn where the catalogue has gone on since its day was set, and what makes it unfit.
        """
        with transaction.atomic():
            waiting = self.model._default_manager.select_for_update().filter(matter=matter, publish_on__lte=on)
            draft = waiting.first()
            if draft is None:
                return
            edited = self.edited(matter)
            if edited.moved_on:
                raise DraftMovedOn(field='anyway', what=self.what)
            self.check(edited)
            self.send(edited, draft, on)
            draft.delete()

    def require_owner(self, actor: Actor, matter: str) -> None:
        """Raises NotYoursToChange for a hall that does not keep the matter."""
        if not may_change(actor.hall, matter):
            raise NotYoursToChange(what=self.what)

    def note(self, actor: Actor, matter: str, did: str, **more: str) -> None:
        """Record who did it."""
        record(self.action, who=actor, hall=actor.hall, subject=matter, detail={'did': did, **more})

    def _check(self, edited: E, *, anyway: bool) -> None:
        if edited.moved_on and not anyway:
            raise DraftMovedOn(field='anyway', what=self.what)
        if not self.changed(edited):
            raise NothingToPublish
        self.check(edited)

    def _open(self, matter: str, version: int, actor: Actor, at: datetime) -> D:
        edited = self.edited(matter)
        if version == 1 and edited.draft is None:
            draft = self.model(matter=matter, changed_by=actor.name, changed_at=at, **self.begin(edited, actor))
            try:
                with transaction.atomic():
                    draft.save(force_insert=True)
            except IntegrityError as taken:  # a colleague has begun at the same moment
                raise DraftChanged(who='同事', what=self.what) from taken
            return draft
        draft = self._locked(matter, version)
        if draft.publish_on:
            raise DraftScheduled(day=draft.publish_on.isoformat(), what=self.what)
        return draft

    def _locked(self, matter: str, version: int) -> D:
        draft = self.model._default_manager.select_for_update().filter(matter=matter).first()
        if draft is None or draft.version != version:
            raise DraftChanged(who=draft.changed_by if draft else '同事', what=self.what)
        return draft
