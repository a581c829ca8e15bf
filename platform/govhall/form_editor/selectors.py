"""Reads of the editor: a form as it is being changed, and the versions that were published."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from federation.contracts.catalogue import WhoMayApply
from federation.contracts.forms import MatterForm
from govhall.catalogue.models import Matter, MatterVersion
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.selectors import MatterNames, find_matters
from govhall.form_editor.models import FormDraft

EMPTY = MatterForm(source='', fields=[])


@dataclass(frozen=True, slots=True)
class EditedForm:
    """The form of a matter in the editor: the draft where there is one (`version` over 1), else what is published."""

    matter: Matter
    form: MatterForm
    who: WhoMayApply
    draft: FormDraft | None

    @property
    def version(self) -> int:
        """The version that a page posts with a change; 1 before the first one, which makes it 2."""
        return self.draft.version if self.draft else 1

    @property
    def moved_on(self) -> bool:
        """Whether another version has been published since the draft was begun."""
        return self.draft is not None and self.draft.base != self.matter.form


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A published version whose form differs from the one before."""

    number: int
    day: date
    form: MatterForm


def edited_form(code: str) -> EditedForm:
    """The form as it stands in the editor. Raises UnknownMatter."""
    matter = Matter.objects.filter(code=code).first()
    if matter is None:
        raise UnknownMatter(field='matter', matter=code)
    draft = FormDraft.objects.filter(matter=code).first()
    form = read_form(draft.form if draft else matter.form)
    who = draft.who if draft else matter.who
    return EditedForm(matter, form, msgspec.convert(who or {}, WhoMayApply), draft)


def read_form(kept: Any) -> MatterForm:
    """A form as it is kept; an empty one for none."""
    return msgspec.convert(kept, MatterForm) if kept else EMPTY


def form_versions(code: str) -> list[FormVersion]:
    """The versions in which the form changed, the newest first; two thousand versions of a matter are never reached."""
    found: list[FormVersion] = []
    for row in MatterVersion.objects.filter(code=code).order_by('version'):
        form = read_form(row.entry.get('form'))
        if not found or found[-1].form.fields != form.fields or found[-1].form.source != form.source:
            found.append(FormVersion(row.version, form.since or row.kept_at.date(), form))
    return [one for one in reversed(found) if one.form.fields]


@dataclass(frozen=True, slots=True)
class FormLineup:
    """A matter in the list: how many questions its form has, and how far its draft is."""

    names: MatterNames
    fields: int
    draft: FormDraft | None


def forms_of(words: str, at: Any) -> list[FormLineup]:
    """Matters in which the words occur, with their forms; as many as the search gives."""
    found = find_matters(words, at=at)
    codes = [one.code for one in found]
    forms = dict(Matter.objects.filter(code__in=codes).values_list('code', 'form'))
    drafts = {one.matter: one for one in FormDraft.objects.filter(matter__in=codes)}
    return [FormLineup(one, len((forms[one.code] or {}).get('fields', [])), drafts.get(one.code)) for one in found]
