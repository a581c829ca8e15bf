"""What the public may know of a paper by the random code on it: whether it is real and still valid."""

import re
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from federation.directory.selectors import find
from govhall.casework.models import Case
from govhall.catalogue.models import Matter
from govhall.desk.case_documents import result_of
from govhall.documents.models import Notice
from govhall.documents.rules.papers import GIVES_RESULT
from govhall.documents.selectors import by_proof
from govhall.forms.applicant import masked_name
from govhall.kernel import typed
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import readings
from govhall.licences.rules.results import Validity
from tenants.context import hall_context
from tenants.models import Hall
from tenants.selectors import hall_here

SHAPE = re.compile(r'([0-9A-Z]{8})([0-9A-Z]{16})')


class PaperNotVerified(Refused):
    """No paper of this cell has the code."""

    code = 'PAPER_NOT_VERIFIED'
    sentence = '没有查到这份文书。请对照纸上的验证码重新输入；仍查不到的，文书可能是假的，请打 12345 核实。'


class PaperElsewhere(Refused):
    """The paper is of a hall in another cell, which alone can answer."""

    code = 'PAPER_ELSEWHERE'
    sentence = '这份文书是{hall}出具的，请扫纸上的二维码，或到{hall}的网站核对。'


@dataclass(frozen=True, slots=True)
class VerificationAnswer:
    """What the page says; the applicant only masked."""

    sentence: str
    valid: bool
    badge: str
    title: str
    number: str
    organ: str
    date: str
    until: str  # the last day on which the result is valid, if it has one
    matter: str
    applicant: str
    file: str


SENTENCES = {
    Notice.State.ISSUED: '这份文书是真的，现在有效。',
    Notice.State.ORDERED: '这份文书是真的，电子印章正在加盖，请过一会儿再查。',
    Notice.State.FAILED: '这份文书是真的，电子印章还没有加盖，请向出具文书的大厅询问。',
    Notice.State.VOID: '这份文书已经作废，不要再使用。',
}


# A real paper whose result is no longer valid, by how the result stands.
SPENT = {
    Validity.EXPIRED: '这份文书是真的，但有效期到{end}为止，已经过期。',
    Validity.CHANGED: '这份文书是真的，但后来办了变更，以变更后的为准。',
    Validity.RENEWED: '这份文书是真的，但后来办了延续，以延续后的为准。',
    Validity.REISSUED: '这份文书是真的，但后来换发了新的，以新的为准。',
    Validity.CANCELLED: '这份文书是真的，但它的办理结果后来已注销，不再有效。',
    Validity.REVOKED: '这份文书是真的，但它的办理结果后来已撤销，不再有效。',
    Validity.FORFEITED: '这份文书是真的，但它的办理结果后来已吊销，不再有效。',
}


def normalised(code: str) -> str:
    """The code as printed, without what stands between its groups; O and I as figures where no hall has the letters."""
    plain = typed.code(code)
    hall, *figures = readings(plain[:8])
    return figures[0] + plain[8:] if figures and find(hall) is None else plain


def has_shape(code: str) -> bool:
    """Whether the (normalised) code could be that of a paper."""
    return SHAPE.fullmatch(code) is not None


def verify(code: str) -> VerificationAnswer:
    """The paper with this (normalised) code. Raises PaperNotVerified, PaperElsewhere."""
    parts = SHAPE.fullmatch(code)
    if parts is None:
        raise PaperNotVerified(field='code')
    try:
        hall = hall_here(parts[1])
    except Hall.DoesNotExist as elsewhere:
        entry = find(parts[1])
        if entry is None:
            raise PaperNotVerified(field='code') from elsewhere
        raise PaperElsewhere(field='code', hall=entry.name) from elsewhere
    with hall_context(hall):
        notice = by_proof(parts[2])
        if notice is None:
            raise PaperNotVerified(field='code')
        return _told(notice)


def _told(notice: Notice) -> VerificationAnswer:
    content, stands = notice.content, notice.state != Notice.State.VOID
    name = Matter.objects.filter(code=OuterRef('matter')).values('name')
    case = Case.objects.annotate(matter_name=Coalesce(Subquery(name), F('matter'))).get(uid=notice.case_uid)
    result, outcome = result_of(notice, case), case.outcome
    spent = stands and result is not Validity.VALID
    end = outcome.valid_until if outcome and notice.code in GIVES_RESULT else None
    until = f'{end.year}年{end.month}月{end.day}日' if end else ''
    return VerificationAnswer(
        sentence=SPENT[result].format(end=until) if spent else SENTENCES[Notice.State(notice.state)],
        valid=stands and not spent,
        badge=result.label if spent else '有效' if stands else '已作废',
        title=content.title,
        number=notice.number,
        organ=notice.organ_name,
        date=content.date,
        until=until,
        matter=case.matter_name,  # type: ignore[attr-defined]  # annotated
        applicant=masked_name(case.applicant),
        file=notice.file,
    )
