"""Who applies, which every form asks first: name, document and number, as they are kept and shown. Pure."""

from datetime import date, datetime
from typing import Protocol

from msgspec.structs import replace

from federation.contracts.case import Applicant
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.id_documents import RESIDENT, check_document
from govhall.kernel.identity import check_credit_code, check_mobile, check_resident_id
from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone
from govhall.kernel.typed import has_letter, line


class NameMissing(Refused):
    """No applicant's name was given, or what was given for one holds no letter."""

    code = 'NAME_MISSING'
    sentence = '请填写姓名或单位名称。'


class AgentMissing(Refused):
    """Number or telephone of an agent without a name."""

    code = 'AGENT_MISSING'
    sentence = '请填写代办人（经办人）姓名。'


def checked_applicant(applicant: Applicant, *, at: datetime) -> Applicant:
    """The applicant with normalised and checked numbers; typed refusals name the field."""
    today = at.astimezone(CHINA).date()
    names = {name: line(getattr(applicant, name)) for name in ('name', 'agent', 'representative')}
    for field, name in names.items():
        if not has_letter(name) and (name or field == 'name'):
            raise NameMissing(field=field)
    is_person = applicant.kind == 'person'
    if is_person:
        names['representative'] = ''
    document = applicant.document if is_person and applicant.document != RESIDENT else ''
    number = applicant.id_number
    return replace(
        applicant,
        **names,
        document=document,
        id_number=check_document(document, number, today=today) if is_person else check_credit_code(number),
        phone=check_mobile(applicant.phone) if applicant.phone else '',
        **_agent(applicant, names['agent'], today),
    )


def _agent(applicant: Applicant, name: str, today: date) -> dict[str, str]:
    """The agent's number and telephone. Raises AgentMissing, InvalidResidentId, InvalidMobile: each names its field."""
    number, phone = applicant.agent_number, applicant.agent_phone
    if (number or phone) and not name:
        raise AgentMissing(field='agent')
    try:
        return {
            'agent_number': check_resident_id(number, today=today) if number else '',
            'agent_phone': check_mobile(phone) if phone else '',
        }
    except Refused as refusal:
        refusal.field = 'agent_phone' if refusal.code == 'INVALID_MOBILE' else 'agent_number'
        raise


class HasApplicant(Protocol):
    """A case, or an application that is none yet."""

    @property
    def applicant(self) -> Applicant:
        """Who applies."""


def masked_applicant(case: HasApplicant) -> Applicant:
    """The applicant as pages show them to who sees people; in full only by `desk/services/reveal.py`."""
    whole = case.applicant
    return Applicant(
        kind=whole.kind,
        name=masked_name(whole),
        id_number=mask_id_number(whole.id_number),
        phone=mask_phone(whole.phone),
        agent=mask_name(whole.agent),
        document=whole.document,
        representative=mask_name(whole.representative),
        agent_number=mask_id_number(whole.agent_number),
        agent_phone=mask_phone(whole.agent_phone),
        online=whole.online,
        checked=whole.checked,
        mandate=whole.mandate,
    )


def masked_name(applicant: Applicant) -> str:
    """The applicant's name for lists and public pages."""
    return mask_name(applicant.name) if applicant.kind == 'person' else mask_organisation(applicant.name)
