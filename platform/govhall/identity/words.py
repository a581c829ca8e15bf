"""What pages say of the identity of who applied online."""

from collections.abc import Mapping

from federation.contracts.case import Applicant
from govhall.kernel.id_documents import document_name
from govhall.look.days import local_time

UNCHECKED = '身份未核验'
ASK = '身份未核验，请申请人带证件到窗口'
LICENCE_OF_FIRM = '营业执照或登记证书'
SEEN = {
    'self': '本人到场，看了证件原件',
    'agent': '代办人到场，看了代办人证件原件、申请人证件复印件和授权委托书',
    'representative': f'法定代表人到场，看了本人证件原件和{LICENCE_OF_FIRM}',
    'officer': f'经办人到场，看了经办人证件原件、{LICENCE_OF_FIRM}和授权委托书',
}
OF_PERSON, OF_FIRM = ('self', 'agent'), ('representative', 'officer')


def is_unchecked(applicant: Applicant) -> bool:
    """Whether somebody applied online whom no hall has seen yet."""
    return applicant.online and applicant.checked is None


def ways(applicant: Applicant) -> tuple[tuple[str, str], ...]:
    """How the identity of this applicant may be checked."""
    return tuple((way, SEEN[way]) for way in (OF_PERSON if applicant.kind == 'person' else OF_FIRM))


def to_bring(applicant: Applicant) -> str:
    """What the applicant brings to the window."""
    if applicant.kind != 'person':
        return (
            f'法定代表人带本人身份证和{LICENCE_OF_FIRM}；经办人来的，带经办人身份证、{LICENCE_OF_FIRM}和授权委托书原件'
        )
    card = document_name(applicant.document)
    return f'{card}原件；代办人来的，带代办人身份证原件、申请人{card}复印件和授权委托书原件'


def checked_words(applicant: Applicant, names: Mapping[str, str]) -> str:
    """Who saw what, when and where; that nobody has; empty for who did not apply online."""
    if not applicant.online:
        return ''
    check = applicant.checked
    if check is None:
        return ASK
    at = local_time(check.at)
    where = names.get(check.hall, check.hall)
    return f'已核验：{SEEN[check.seen]}（{document_name(check.document)}）。{where}{check.by}，{at:%Y-%m-%d %H:%M}'
