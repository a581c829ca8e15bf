"""The form of an online application (网上申报), and finding one by its number and query word."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from federation.directory.selectors import find
from govhall.applications.input import ApplicationInput
from govhall.applications.models import OnlineApplication
from govhall.applications.selectors import hall_with
from govhall.applications.services.application import WrongKey
from govhall.catalogue.checklist import papers_of
from govhall.catalogue.selectors import MatterInfo
from govhall.desk.answer_sheet import AnswerSheet
from govhall.desk.forms import APPLICANT, FirstResultForm
from govhall.files.rules.materials import MEBI, FileTooLarge, checked_type, naming
from govhall.kernel.ids import random_uid
from govhall.kernel.numbering import hall_code_of
from govhall.materials.ticks import ticked_ways
from govhall.portal.tracking import ElsewhereHall
from tenants.models import Hall
from tenants.selectors import hall_here, points_of


class OnlineForm(FirstResultForm):
    """The applicant's own form; the files stand beside their papers as `file-<code>`.

    `submission` names the form on screen, so that pressed twice it is one application.
    """

    submission = forms.UUIDField(label='表单号', widget=forms.HiddenInput, required=False)
    area = forms.ChoiceField(label='您住在哪个村（社区）', required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        hall: Hall,
        matter: MatterInfo,
        kept: OnlineApplication | None = None,  # what was written before
        area: str = '',
        sheet: AnswerSheet | None = None,
    ) -> None:
        said = {name: getattr(kept.applicant, name) for name in APPLICANT} if kept else {}
        said |= {'about': kept.about, 'first_number': kept.first_number, 'area': kept.area} if kept else {'area': area}
        super().__init__(data, initial={**said, 'submission': random_uid()}, matter=matter, sheet=sheet)
        self.ask_for_first(kind='')
        villages = [(point.code, point.name) for point in points_of(hall)]
        self.fields['area'].choices = [('', '不在这几个村（社区）'), *villages]  # type: ignore[attr-defined]
        if not villages:
            del self.fields['area']
        self.fields['phone'].help_text, self.fields['agent'].help_text = (
            '材料不对时好联系您',
            '替别人、替单位办时，填您自己的姓名，并在材料里传授权委托书',
        )

    def filled(self, files: MultiValueDict[str, Any], matter: MatterInfo, *, submits: bool) -> ApplicationInput:
        """What a valid form says, with the files that came with it. Raises what `content_of` does."""
        codes = papers_of(matter, by_agent=bool(self.cleaned_data['agent']))
        sent = ((code, files.get(f'file-{code}')) for code in codes)
        about, first = self.built_on
        return ApplicationInput(
            applicant=self.applicant(),
            files={code: content_of(file) for code, file in sent if file is not None},
            dropped=frozenset(code for code in codes if self.data.get(f'again-{code}')),
            submits=submits,
            area=self.cleaned_data.get('area', ''),
            form=self.sheet.answers() if self.sheet else None,
            about=about,
            first_number=first,
            ways=self.ways(matter),
        )

    def ways(self, matter: MatterInfo) -> dict[str, str]:
        """What comes later, or is replaced by an undertaking, by code, as it was ticked."""
        return ticked_ways(self.data, matter.materials)

    @property
    def is_refused(self) -> bool:
        """Whether something on it is called wrong."""
        sheet = self.sheet
        return bool(self.errors) or (sheet is not None and not sheet.quiet and bool(sheet.faults))

    def is_whole(self, *, submits: bool) -> bool:
        """Whether it may be kept: a draft may lack answers, but none that is there may be wrong."""
        if self.sheet is not None and not submits:
            self.sheet.leave_open()
        return self.is_valid() and (self.sheet is None or not self.sheet.faults)


def content_of(file: 'UploadedFile[Any]') -> bytes:
    """What was sent; its length is asked before it is read, because anybody may send.

    Raises FileEmpty, FileTooLarge, FileTypeRefused; the refusal names the file.
    """
    most = settings.MATERIAL_MEGABYTES
    with naming(file.name):
        if (file.size or 0) > most * MEBI:
            raise FileTooLarge(most=most)
        content = bytes(file.read())
        checked_type(content, most_megabytes=most)
    return content


def hall_of_number(number: str) -> Hall:
    """The hall of this cell that goes on with an application. Raises InvalidCaseNumber, ElsewhereHall, WrongKey."""
    code = hall_code_of(number)
    try:
        return hall_with(number, hall_here(code))
    except Hall.DoesNotExist as elsewhere:
        entry = find(code)
        if entry is None:
            raise WrongKey from elsewhere
        raise ElsewhereHall(hall=entry.name) from elsewhere
