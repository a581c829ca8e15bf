"""Changing the form of a matter, and publishing it as a new version of the matter."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.base import LARGEST_BODY, encode
from federation.contracts.catalogue import Fee, MatterEntered, WhoMayApply
from federation.contracts.forms import MatterForm
from govhall.catalogue.entries import entry_of
from govhall.catalogue.models import Matter
from govhall.catalogue.own_matters import may_change
from govhall.catalogue.services.publication import publish
from govhall.form_editor.models import FormDraft
from govhall.form_editor.selectors import EditedForm, edited_form, read_form
from govhall.forms.definition import BadForm, check_form
from govhall.kernel.errors import Refused
from govhall.tariffs.definition import check_fees
from tenants.access import Actor
from tenants.audit import Action, record

Edit = Callable[[MatterForm], MatterForm]


class NotYourForm(Refused):
    """Another hall keeps the catalogue."""

    code = 'NOT_YOUR_FORM'
    status = 403
    sentence = '这张申请表由设立事项的大厅修改，本大厅只能查看。'


class FormChanged(Refused):
    """A colleague has changed the form since the page was opened; nothing of either is lost."""

    code = 'FORM_CHANGED'
    status = 409
    sentence = '{who}刚改过这张表，他的修改已经留下。您填的还在下面，看过没有冲突就再按一次保存。'


class FormScheduled(Refused):
    """The draft waits for its day."""

    code = 'FORM_SCHEDULED'
    status = 409
    sentence = '这张表已定于 {day} 公布，要再改请先撤回公布。'


class FormMovedOn(Refused):
    """Another version was published since the draft was begun."""

    code = 'FORM_MOVED_ON'
    status = 409
    sentence = '目录里的申请表在您修改期间有了新版本。请先看下面的不同，再勾选“按我的草稿公布”。'


class NothingToPublish(Refused):
    """The draft says what is published already."""

    code = 'NOTHING_TO_PUBLISH'
    sentence = '还没有改动，不用公布。'


class PublishedTooEarly(Refused):
    """A version can't begin in the past."""

    code = 'PUBLISHED_TOO_EARLY'
    sentence = '公布日期不能早于今天。'


def change_form(*, matter: str, version: int, actor: Actor, edit: Edit) -> FormDraft:
    """Apply one change to the form in the editor; a draft begins with the first one.

    `version` is what the page showed. Raises NotYourForm, FormChanged, FormScheduled, and what the change raises;
    then nothing has changed.
    """
    return _change(matter, version, actor, lambda draft: {'form': msgspec.to_builtins(edit(read_form(draft.form)))})


def change_about(*, matter: str, version: int, actor: Actor, source: str, who: WhoMayApply) -> FormDraft:
    """Say which published form it follows, and who may apply. Raises as `change_form`."""
    kept = None if who == WhoMayApply() else msgspec.to_builtins(who)
    return _change(
        matter,
        version,
        actor,
        lambda draft: {'form': msgspec.to_builtins(replace(read_form(draft.form), source=source)), 'who': kept},
    )


def discard_draft(*, matter: str, version: int, actor: Actor) -> None:
    """Forget all changes that are not published. Raises NotYourForm, FormChanged."""
    _require_owner(actor, matter)
    with transaction.atomic():
        _locked(edited_form(matter), version).delete()
        _note(actor, matter, 'discard')


def recall(*, matter: str, version: int, actor: Actor) -> FormDraft:
    """Take a draft back from the day on which it would be published. Raises NotYourForm, FormChanged."""
    _require_owner(actor, matter)
    with transaction.atomic():
        draft = _locked(edited_form(matter), version)
        draft.publish_on, draft.version = None, draft.version + 1
        draft.save(update_fields=['publish_on', 'version'])
        _note(actor, matter, 'recall')
        return draft


def publish_form(*, matter: str, version: int, actor: Actor, on: date, anyway: bool = False) -> bool:
    """Publish the draft as a new version: today at once, else on its day; whether it has been sent.

    It stands at every door when it has come back over the topic. Raises NotYourForm, FormChanged, FormScheduled,
    FormMovedOn, NothingToPublish, PublishedTooEarly, BadForm, BadFeeStandard.
    """
    _require_owner(actor, matter)
    today = timezone.localdate()
    if on < today:
        raise PublishedTooEarly(field='day')
    with transaction.atomic():
        edited = edited_form(matter)
        draft = _locked(edited, version)
        if edited.moved_on and not anyway:
            raise FormMovedOn(field='anyway')
        if draft.form == edited.matter.form and draft.who == edited.matter.who:
            raise NothingToPublish
        check_whole(edited)
        _note(actor, matter, 'publish', day=on.isoformat())
        if on == today:
            _send(draft, on)
            return True
        draft.publish_on, draft.base, draft.version = on, edited.matter.form, draft.version + 1
        draft.save(update_fields=['publish_on', 'base', 'version'])
        return False


def due_forms(*, on: date) -> list[str]:
    """The matters whose drafts wait for this day or an earlier one, by code."""
    return list(FormDraft.objects.filter(publish_on__lte=on).order_by('matter').values_list('matter', flat=True))


def publish_due(matter: str, *, on: date) -> None:
    """Publish a draft whose day has come; nothing where it was taken back meanwhile.

    Raises FormMovedOn where the catalogue has another form than when its day was set, and BadForm.
    """
    with transaction.atomic():
        draft = FormDraft.objects.select_for_update().filter(matter=matter, publish_on__lte=on).first()
        if draft is None:
            return
        edited = edited_form(matter)
        if edited.moved_on:
            raise FormMovedOn(field='anyway')
        check_whole(edited)
        _send(draft, on)


def check_whole(edited: EditedForm) -> None:
    """Raises BadForm for a form that can't be published, BadFeeStandard where a charge of the matter needs a field."""
    check_form(edited.form)
    check_fees(msgspec.convert(edited.matter.fees, list[Fee]), edited.form)
    papers = {paper['code'] for paper in edited.matter.materials}
    for one in edited.form.fields:
        if one.paper and one.paper not in papers:
            raise BadForm(field='form', why=f'“{one.label}”要的材料不在材料清单里。')
    if len(encode(_message(edited.matter, edited.form, edited.who))) > LARGEST_BODY * 3 // 4:
        raise BadForm(field='form', why='内容太多，请删减字段、选项或说明。')


def _send(draft: FormDraft, day: date) -> None:
    matter = Matter.objects.get(code=draft.matter)
    who = msgspec.convert(draft.who, WhoMayApply) if draft.who else None
    message = _message(matter, replace(read_form(draft.form), since=day), who)
    publish(message)
    draft.delete()


def _message(matter: Matter, form: MatterForm, who: WhoMayApply | None) -> MatterEntered:
    entry = entry_of(MatterEntered, matter)
    said = None if who is None or who == WhoMayApply() else who
    return replace(entry, version=matter.version + 1, form=form, who=said)


def _change(matter: str, version: int, actor: Actor, change: Callable[[FormDraft], dict[str, object]]) -> FormDraft:
    _require_owner(actor, matter)
    now = timezone.now()
    with transaction.atomic():
        draft = _open(edited_form(matter), version, actor, now)
        for name, value in change(draft).items():
            setattr(draft, name, value)
        draft.version, draft.changed_by, draft.changed_at = draft.version + 1, actor.name, now
        draft.save()
        _note(actor, matter, 'change')
        return draft


def _open(edited: EditedForm, version: int, actor: Actor, at: datetime) -> FormDraft:
    if version == 1 and edited.draft is None:
        matter = edited.matter
        form = matter.form or msgspec.to_builtins(edited.form)
        draft = FormDraft(
            matter=matter.code, form=form, who=matter.who, base=matter.form, changed_by=actor.name, changed_at=at
        )
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError as taken:  # a colleague has begun at the same moment
            raise FormChanged(who='同事') from taken
        return draft
    draft = _locked(edited, version)
    if draft.publish_on:
        raise FormScheduled(day=draft.publish_on.isoformat())
    return draft


def _locked(edited: EditedForm, version: int) -> FormDraft:
    draft = FormDraft.objects.select_for_update().filter(matter=edited.matter.code).first()
    if draft is None:
        raise FormChanged(who='同事')
    if draft.version != version:
        raise FormChanged(who=draft.changed_by)
    return draft


def _require_owner(actor: Actor, matter: str) -> None:
    if not may_change(actor.hall, matter):
        raise NotYourForm


def _note(actor: Actor, matter: str, did: str, **more: str) -> None:
    record(Action.FORM_CHANGED, who=actor, hall=actor.hall, subject=matter, detail={'did': did, **more})
