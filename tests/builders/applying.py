"""An application over the internet, as the service takes it and as a browser sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from federation.contracts.case import Applicant
from govhall.applications.input import ApplicationInput
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, paper_codes

FORM = f'/apply/{BIRTH}/{TOWNSHIP}/'
PDF = b'%PDF-1.7\n%%EOF\n'


def filled(*, submits: bool = True, files: bool = True) -> ApplicationInput:
    who = Applicant(kind='person', name='张小明', id_number=ID_NUMBER)
    return ApplicationInput(who, dict.fromkeys(paper_codes(BIRTH), PDF) if files else {}, submits)


def typed(do: str, **changes: object) -> dict[str, object]:
    pdf = {f'file-{code}': SimpleUploadedFile('x.pdf', PDF) for code in paper_codes(BIRTH)}
    return {'do': do, 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER} | pdf | changes
