"""The application as it is filled in at a counter or a village point."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.case import Applicant
from govhall.casework.models import Case
from govhall.casework.services.reception import Application
from govhall.catalogue.checklist import MANDATE
from govhall.catalogue.places import for_whom, place_name
from govhall.catalogue.selectors import MatterInfo
from govhall.desk.answer_sheet import AnswerSheet
from govhall.desk.services.papers_on_file import StoredPapers
from govhall.doors.fields import CodeField, LineField
from govhall.doors.forms import Form
from govhall.forms.eligibility import check_who, household_doubt
from govhall.forms.facts import known_facts
from govhall.kernel.errors import Refused
from govhall.kernel.id_documents import ID_DOCUMENTS, check_document
from govhall.kernel.identity import check_credit_code, check_mobile, check_resident_id
from govhall.kernel.ids import random_uid
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.numbers import LONGEST, named
from govhall.licences.rules.results import BUILD_ON_THE_END
from govhall.licences.terms import term_of
from govhall.mandates.models import Mandate
from govhall.materials.ticks import tick_lines, ticked_papers

ABOUT = [(kind.value, kind.label) for kind in CaseKind if kind is not CaseKind.REVOKE]  # begun by the organ
DAY = forms.DateInput(attrs={'type': 'date'}, format='%Y-%m-%d')
KINDS = [('person', '个人'), ('organisation', '单位')]
NUMBERS = ('document', 'representative', 'agent_number', 'agent_phone')
APPLICANT = ('kind', 'name', 'id_number', 'phone', 'agent', *NUMBERS)
DOCUMENTS = [(one.code, one.name) for one in ID_DOCUMENTS.values()]
CLOSES = frozenset({'on-the-spot', 'village-close'})  # the buttons that decide at once


class ApplicantForm(Form):
    """Who applies, the same at every door; the numbers are checked as they are read."""

    kind = forms.ChoiceField(label='申请人是', choices=KINDS, widget=forms.RadioSelect, initial='person')
    name = LineField(label='姓名或单位名称', max_length=60, error_messages={'required': '请填写姓名或单位名称。'})
    id_number = CodeField(
        label='证件号码或统一社会信用代码',
        max_length=24,
        error_messages={'required': '请填写证件号码。'},
    )
    phone = CodeField(label='手机', max_length=20, required=False)
    agent = LineField(label='代办人（经办人）姓名', max_length=60, required=False)
    document = forms.ChoiceField(label='证件类型', choices=DOCUMENTS, required=False, help_text='单位不用选')
    representative = LineField(label='法定代表人', max_length=60, required=False, help_text='单位申请时填写')
    agent_number = CodeField(label='代办人（经办人）身份证号', max_length=20, required=False)
    agent_phone = CodeField(label='代办人（经办人）手机', max_length=20, required=False)

    def __init__(self, *args: Any, matter: MatterInfo, sheet: AnswerSheet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter = matter
        self.sheet = sheet  # the form of the matter, with what was typed into it
        for name in APPLICANT:
            self.fields[name].widget.attrs['autocomplete'] = 'off'
        for name in ('phone', 'agent_phone'):
            self.fields[name].widget.attrs['inputmode'] = 'tel'

    def clean_id_number(self) -> str:
        """The number, normalised and checked by its check digit; the refusal stands beside it."""
        number = str(self.cleaned_data['id_number'])
        if self.cleaned_data.get('kind') == 'organisation':
            return _or_invalid(check_credit_code, number)
        today, document = timezone.localdate(), str(self.data.get('document') or '')
        return _or_invalid(lambda text: check_document(document, text, today=today), number)

    def clean_phone(self) -> str:
        """The number of a mobile phone, or nothing."""
        phone = str(self.cleaned_data['phone'])
        return _or_invalid(check_mobile, phone) if phone else ''

    def clean_agent_phone(self) -> str:
        """The number of the agent's mobile phone, or nothing."""
        phone = str(self.cleaned_data['agent_phone'])
        return _or_invalid(check_mobile, phone) if phone else ''

    def clean_agent_number(self) -> str:
        """The agent's number, or nothing."""
        number, today = str(self.cleaned_data['agent_number']), timezone.localdate()
        return _or_invalid(lambda text: check_resident_id(text, today=today), number) if number else ''

    def clean(self) -> dict[str, Any]:
        """Whether the matter is for who applies, said before a paper is taken."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if 'kind' in said and 'id_number' in said:
            info, day = self.matter, timezone.localdate()
            try:
                check_who(info.who, info.applicants, kind=said['kind'], id_number=said['id_number'], today=day)
            except Refused as refusal:
                self.add_error('id_number', forms.ValidationError(str(refusal), code=refusal.code))
        return said

    @property
    def for_whom(self) -> str:
        """Who may apply, in words; empty where anybody may."""
        return for_whom(self.matter)

    @property
    def household_doubt(self) -> str:
        """What to look at in the household register, from a number that is right."""
        said = getattr(self, 'cleaned_data', {})
        if not self.matter.who or 'id_number' not in said:
            return ''
        who, places = self.matter.who, '、'.join(place_name(code) or code for code in self.matter.who.household)
        return household_doubt(who, kind=said.get('kind', ''), id_number=said['id_number'], places=places)

    def ask_again(self) -> None:
        """Show what was typed without calling anything wrong: somebody only wants to see what follows from it."""
        self._errors = ErrorDict()
        if self.sheet is not None:
            self.sheet.quiet = True

    def applicant(self) -> Applicant:
        """Who applies, from a valid form."""
        return Applicant(**{name: self.cleaned_data[name] for name in APPLICANT})


class FirstResultForm(ApplicantForm):
    """Also the earlier result that an application builds on, where the matter has any."""

    about = forms.ChoiceField(label='办理类型', choices=ABOUT, required=False)
    first_number = LineField(
        label='原证照编号或办件编号',
        max_length=LONGEST,
        required=False,
        help_text='延续、变更、补证、注销的要填，照原来的证件上印的输；新办的不填。',
    )

    def ask_for_first(self, *, kind: str) -> None:
        """Whether the page asks; `kind` is what it was opened for.

        A matter without certificate and term is hardly ever built on; its renewal is a matter of its own anyway.
        """
        matter = self.matter
        self.asks_first = bool(kind or matter.certificate or matter.term_months is not None or matter.main_code)
        if matter.main_code:
            self.fields['about'].widget = forms.HiddenInput()

    @property
    def built_on(self) -> tuple[CaseKind, str]:
        """What is done to which result, from a valid form."""
        return CaseKind(self.cleaned_data['about'] or CaseKind.NEW), self.cleaned_data['first_number']


class ApplicationForm(FirstResultForm):
    """Who applies for one matter and which papers are handed in; `points` are (code, name) of village points."""

    submission = forms.UUIDField(label='表单号', widget=forms.HiddenInput)
    mandate = CodeField(label='登记过的委托', max_length=12, required=False)
    point = forms.ChoiceField(label='村(社区)便民服务点', required=False)
    day = forms.DateField(
        label='有效期至',
        required=False,
        error_messages={'invalid': '日期请写成 2026-12-03 的样子。'},
        widget=DAY,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        matter: MatterInfo,
        points: list[tuple[str, str]],
        about: tuple[str, str] = ('', ''),  # kind and number of the case that it builds on
        before: date | None = None,  # and the end of validity of its result
        sheet: AnswerSheet | None = None,
    ) -> None:
        kind, first = about
        self.validity = term_of(matter, _kind(kind), on=timezone.localdate(), before=before)
        proposed = self.validity.proposed()
        initial = {'submission': random_uid(), 'about': kind, 'first_number': first, 'day': proposed}
        super().__init__(data, initial=initial, matter=matter, sheet=sheet)
        self.asks_until = self.validity.is_needed  # of who closes the case at once
        self.stored: StoredPapers | None = None  # what is on file of who applies, once it was asked,
        self.stored_said = ''  # or why it can't be
        self.mandates: list[Mandate] | None = None  # what the applicant has given, once it was asked
        self.mandates_said = ''
        self.first_taken: Case | None = None  # what the form on screen has become before, with another content
        self.lacking_for, self.lacking = '', list[str]()  # the button that needs papers which are not there; those
        day = self.fields['day']
        day.when = '当场办结时要填'  # type: ignore[attr-defined]  # in place of 可不填
        day.help_text = _hint(self.validity.kind, has_proposal=proposed is not None)
        field = cast(forms.ChoiceField, self.fields['point'])
        field.choices = [('', '在本大厅窗口收件'), *points]
        self.ask_for_first(kind=kind)
        self.fields['phone'].help_text, self.fields['agent'].help_text = '有了结果好通知', '不是本人来时填写'
        self.fields['name'].widget.attrs['autofocus'] = True

    def is_valid(self) -> bool:
        """Both what is asked of everybody, and what this matter asks besides."""
        sheet = self.sheet
        return super().is_valid() and (sheet is None or not sheet.faults)

    def facts(self, place: str) -> dict[str, str]:
        """What conditions of grants may ask, as far as it is typed; `place` is where it is handed in."""
        asked = str(self['kind'].value() or '') if self.is_bound else ''
        point = str(self['point'].value() or '') if self.is_bound else ''
        return known_facts(asked, point or place, self.sheet.facts if self.sheet else {})

    def check_end(self) -> None:
        """Where the button closes the case at once, the end of validity must be right before anything is stored.

        Raises TermMissing, TermTooShort, TermTooLong.
        """
        pressed = self.data.get('then') or self.data.get('lacking')
        if self.asks_until and pressed in CLOSES:
            self.validity.checked(self.cleaned_data['day'])

    @property
    def about_words(self) -> str:
        """变更 (办件 …), for the heading; empty for a first application."""
        kind, first = str(self['about'].value() or ''), str(self['first_number'].value() or '')
        return f'{CaseKind(kind).label}（{named(first)}）' if first and kind in list(CaseKind) else ''

    @property
    def papers(self) -> dict[str, str]:
        """What is ticked of each paper: code to status."""
        return ticked_papers(self.data, self.matter.materials, MANDATE)

    @property
    def missing(self) -> list[str]:
        """The names of the required papers that are not ticked."""
        return [
            material.name
            for material in self.matter.materials
            if material.required and material.code not in self.papers
        ]

    @property
    def missing_codes(self) -> frozenset[str]:
        """The codes of the required papers that are not ticked."""
        return frozenset(
            material.code
            for material in self.matter.materials
            if material.required and material.code not in self.papers
        )

    def checklist(self) -> list[dict[str, Any]]:
        """The papers with what is ticked beside them."""
        return tick_lines(self.matter.materials, self.papers)

    def begin_anew(self) -> None:
        """Give the form on screen a key of its own: its first one has become a case."""
        typed = cast(QueryDict, self.data).copy()  # a dict made of it would hold lists, and show them
        typed['submission'] = str(random_uid())
        self.data = typed

    def application(self, *, point: str, as_agent: bool, files: Mapping[str, str] | None = None) -> Application:
        """What `receive_case` takes, from a valid form; `files` are hashes by code of their paper."""
        (about, first), mandate = self.built_on, self.cleaned_data['mandate'].upper()
        files = files or {}
        return Application(
            submission=cast(UUID, self.cleaned_data['submission']),
            matter=self.matter.code,
            applicant=replace(self.applicant(), mandate=mandate),
            papers=self.papers | ({MANDATE: 'handed_in'} if mandate or MANDATE in files else {}),
            point=point,
            as_agent=as_agent,
            about=about,
            first_number=first,
            files=files,
            form=self.sheet.answers() if self.sheet else None,
        )


def _hint(kind: CaseKind, *, has_proposal: bool) -> str:
    """What stands below the end of validity."""
    if kind is CaseKind.RENEW:
        return '延续以后到哪一天'
    if kind in BUILD_ON_THE_END:
        return '不填就和原结果的有效期一样'
    return '已按法定有效期算好，请核对' if has_proposal else '照证件上写的填'


def _kind(text: str) -> CaseKind:
    return CaseKind(text) if text in list(CaseKind) else CaseKind.NEW


def _or_invalid(check: Callable[[str], str], text: str) -> str:
    try:
        return check(text)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
