"""Who applies, which every form asks first: name and number, as they are kept. Pure."""

from datetime import datetime

from federation.contracts.case import Applicant
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.identity import check_credit_code, check_mobile, check_resident_id
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
