"""What a person's live letters of authorisation are for, whichever powers they give."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, CharField, DateTimeField, Exists, OuterRef

from govhall.catalogue.models import Authorisation, Grant
from tenants.compiled_query import CompiledQuery, Param


def matters_by_letter(*, person: int | Param, hall: str | Param, at: datetime | Param) -> ArraySubquery:
    """The codes of the hall's matters that a live letter of the person is for, as an array in a query."""
    letters = Authorisation.objects.live(at).filter(person_id=person, hall_code=hall).covering(OuterRef('matter_code'))
    granted = Grant.objects.filter(Exists(letters), hall_code=hall)
    return ArraySubquery(granted.order_by().values('matter_code').distinct())


def holds_any_letter(*, person: int, hall: str, matter: str, at: datetime) -> bool:
    """Whether a live letter of the person is for this matter of the hall. One query."""
    return bool(HELD(person=person, hall=hall, matter=matter, at=at))


HELD = CompiledQuery(
    lambda: (
        Authorisation.objects.live(Param('at', DateTimeField()))
        .filter(person_id=Param('person', BigIntegerField()), hall_code=Param('hall', CharField()))
        .covering(Param('matter', CharField()))
        .values_list('id')[:1]
    )
)
