"""The applicant rates the service (国办发〔2019〕51号)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.services.delivery import note_rating
from govhall.frontdesk.models import Rating
from govhall.kernel.errors import Refused
from tenants.access import Actor

BEST, WORST, FIRST_BAD = 1, 5, 4


class NoSuchGrade(Refused):
    """The grade is none of the five."""

    code = 'NO_SUCH_GRADE'
    sentence = '请从五个等次中选择一个。'


class BadRatingNeedsWords(Refused):
    """A bad rating says what was bad, so that it can be put right."""

    code = 'BAD_RATING_NEEDS_WORDS'
    sentence = '评价“不满意”时请写一句哪里不满意，我们好整改。'


def rate_case(*, uid: UUID, actor: Actor, grade: int, text: str = '', at: datetime | None = None) -> Case:
    """Store the applicant's grade (1 best to 5) with words, and note it with the case, in one transaction.

    Raises NoSuchGrade, BadRatingNeedsWords, NotYetDelivered, AlreadyRated, NoSuchCase.
    """
    if not BEST <= grade <= WORST:
        raise NoSuchGrade(field='grade')
    if grade >= FIRST_BAD and not text.strip():
        raise BadRatingNeedsWords(field='text')
    at = at or timezone.now()
    with transaction.atomic():
        case = note_rating(uid=uid, actor=actor, grade=grade, at=at)
        Rating.objects.create(case=case, grade=grade, text=text.strip(), at=at)
    return case
