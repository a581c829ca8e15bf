"""Who applies, which every form asks first: name and number, as they are kept and as they are shown. Pure."""

from datetime import datetime
from typing import Protocol

from federation.contracts.case import Applicant
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.identity import check_credit_code, check_mobile, check_resident_id
from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone
from govhall.kernel.typed import has_letter, line


class NameMissing(Refused):
    """No applicant's name was given, or what was given for one holds no letter."""

    code = 'NAME_MISSING'
    sentence = '请填写姓名或单位名称。'


def checked_applicant(applicant: Applicant, *, at: datetime) -> Applicant:
    """The applicant with a normalised and checked number; typed refusals name the field."""
    name, agent = line(applicant.name), line(applicant.agent)
    if not has_letter(name):
        raise NameMissing(field='name')
    if agent and not has_letter(agent):
        raise NameMissing(field='agent')
    if applicant.kind == 'person':
        number = check_resident_id(applicant.id_number, today=at.astimezone(CHINA).date())
    else:
        number = check_credit_code(applicant.id_number)
    phone = check_mobile(applicant.phone) if applicant.phone else ''
    return Applicant(kind=applicant.kind, name=name, id_number=number, phone=phone, agent=agent)


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
    )


def masked_name(applicant: Applicant) -> str:
    """The applicant's name for lists and public pages."""
    return mask_name(applicant.name) if applicant.kind == 'person' else mask_organisation(applicant.name)
