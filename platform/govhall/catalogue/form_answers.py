"""What was answered in the form of a matter, judged before anything is stored: one judge for every door."""

from collections.abc import Sequence
from datetime import date

from federation.contracts.forms import FormAnswers, MatterForm
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.places import place_name
from govhall.catalogue.selectors import MatterInfo
from govhall.forms.answers import JudgedForm, Typed, facts_of, judge_form
from govhall.forms.cells import FormFault
from govhall.forms.definition import AnswerKind
from govhall.forms.lines import FormLine, form_lines, printed_rows
from govhall.kernel.errors import Refused


class FormRefused(Refused):
    """An answer in the form of the matter is missing or wrong; `faults` say which, by place."""

    code = 'FORM_REFUSED'
    sentence = '申请表没有填好：{first}'

    def __init__(self, faults: dict[str, FormFault]) -> None:
        self.faults = faults
        place, fault = next(iter(faults.items()))
        super().__init__(field=f'form.{place}'.rstrip('.'), first=fault.sentence)


def judged(form: MatterForm, typed: Typed, *, today: date) -> JudgedForm:
    """The answers and what is wrong with them; a place must be one of the directory."""
    found = judge_form(form, typed, today=today)
    for one in form.fields:
        code = found.answers.get(one.name)
        if one.kind == AnswerKind.AREA and code and one.name not in found.faults and not place_name(code):
            found.faults[one.name] = FormFault('FORM_UNKNOWN_PLACE', f'{one.label}请从名单中选。')
    return found


def answered(info: MatterInfo, version: int, found: JudgedForm) -> FormAnswers:
    """Answers as they are kept and travel, with the facts among them."""
    form = info.form
    facts = facts_of(form, found.answers) if form else {}
    return FormAnswers(version=version, answers=found.answers, facts=facts)


def checked_answers(info: MatterInfo, given: FormAnswers | None, *, today: date) -> FormAnswers | None:
    """What may be stored with a case. Raises FormRefused where the form that it was begun with says no."""
    version = given.version if given else info.version
    begun = info if version == info.version else catalogue.matter(info.code, version=version)
    if begun.form is None:
        return None
    found = judge_form(begun.form, given.answers if given else {}, today=today)
    if found.faults:
        raise FormRefused(found.faults)
    return answered(begun, version, found)


def kept_lines(matter: MatterInfo, kept: FormAnswers | None, *, whole: bool) -> list[FormLine]:
    """Answers as people read them, under the version that they were given; `whole` where the look is recorded."""
    if kept is None or not kept.answers:
        return []
    return form_lines(_asked(matter, kept.version), kept.answers, whole=whole, areas=place_name)


def kept_particulars(
    matter: MatterInfo, kept: FormAnswers | None, only: Sequence[str] = ()
) -> tuple[tuple[str, str], ...]:
    """The answers that stand in the papers of a case, or `only` those of these fields."""
    return printed_rows(_asked(matter, kept.version), kept.answers, areas=place_name, only=only) if kept else ()


def _asked(matter: MatterInfo, version: int) -> MatterForm:
    found = matter if matter.version == version else catalogue.matter(matter.code, version=version)
    return found.form or MatterForm(source='', fields=[])


def fault_list(faults: dict[str, FormFault]) -> list[dict[str, str]]:
    """The faults as systems get them."""
    return [{'field': place, 'code': one.code, 'message': one.sentence} for place, one in faults.items()]
