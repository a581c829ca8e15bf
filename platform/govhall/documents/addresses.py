"""Where a paper can be checked by anybody."""

from django.conf import settings

from govhall.documents.models import Notice

VERIFICATION = 'verify/'  # papers that people have at home lead here for as long as they last


def address_of(hall: str, notice: Notice) -> str:
    """Where the square leads: the verification page of this paper; a random code, nothing about a person."""
    return f'{settings.PUBLIC_ADDRESS}/{VERIFICATION}{hall}{notice.proof}/'
