"""Changing the form of a matter, and publishing it as a new version of the matter."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from federation.contracts.base import LARGEST_BODY, encode
from federation.contracts.catalogue import Fee, MatterEntered, WhoMayApply
from federation.contracts.forms import MatterForm
from govhall.catalogue.entries import entry_of
from govhall.catalogue.models import Matter
from govhall.catalogue.services.publication import publish
from govhall.drafts.life import DraftLife
from govhall.form_editor.models import FormDraft
from govhall.form_editor.selectors import EditedForm, edited_form, read_form
from govhall.forms.definition import BadForm, check_form
from govhall.tariffs.definition import check_fees
from tenants.access import Actor
from tenants.audit import Action

Edit = Callable[[MatterForm], MatterForm]


def change_form(*, matter: str, version: int, actor: Actor, edit: Edit) -> FormDraft:
    """Apply one change to the form in the editor. Raises as `DraftLife.change`, and what the change raises."""

    def changed(draft: FormDraft) -> None:
        draft.form = msgspec.to_builtins(edit(read_form(draft.form)))

    return DRAFTS.change(matter=matter, version=version, actor=actor, edit=changed)


def change_about(*, matter: str, version: int, actor: Actor, source: str, who: WhoMayApply) -> FormDraft:
    """Say which published form it follows, and who may apply. Raises as `DraftLife.change`."""

    def changed(draft: FormDraft) -> None:
        draft.form = msgspec.to_builtins(replace(read_form(draft.form), source=source))
        draft.who = None if who == WhoMayApply() else msgspec.to_builtins(who)

    return DRAFTS.change(matter=matter, version=version, actor=actor, edit=changed)


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


def _begin(edited: EditedForm, actor: Actor) -> dict[str, Any]:
    matter = edited.matter
    return {'form': matter.form or msgspec.to_builtins(edited.form), 'who': matter.who, 'base': matter.form}


def _send(edited: EditedForm, draft: FormDraft, day: date) -> None:
    publish(_message(edited.matter, replace(read_form(draft.form), since=day), edited.who))


def _message(matter: Matter, form: MatterForm, who: WhoMayApply) -> MatterEntered:
    said = None if who == WhoMayApply() else who
    return replace(entry_of(MatterEntered, matter), version=matter.version + 1, form=form, who=said)


def _changed(edited: EditedForm) -> bool:
    draft, matter = edited.draft, edited.matter
    return draft is not None and (draft.form, draft.who) != (matter.form, matter.who)


DRAFTS = DraftLife[EditedForm, FormDraft](
    model=FormDraft,
    action=Action.FORM_CHANGED,
    what='这张申请表',
    edited=edited_form,
    begin=_begin,
    published=lambda edited: edited.matter.form,
    changed=_changed,
    check=check_whole,
    send=_send,
)
