"""Letters of authorisation are given with a power and a document, and revoked once."""

from uuid import uuid4

import pytest

from govhall.catalogue.models import Authorisation
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.services import authorise, revoke
from govhall.catalogue.services.authorisations import EmptyAuthorisation, UnknownAuthorisation
from tests.flow.catalogue.world import NOW, OLD_WANG, SECOND, TOWNSHIP_HALL, letter

pytestmark = pytest.mark.usefixtures('empty_catalogue')


@pytest.mark.parametrize(
    ('powers', 'document', 'field'), [([], '授权书第 1 号', 'powers'), ([PersonalPower.DECIDE], '  ', 'document')]
)
def test_letter_without_power_or_document_is_refused(powers: list[PersonalPower], document: str, field: str) -> None:
    with pytest.raises(EmptyAuthorisation) as refusal:
        authorise(person_id=OLD_WANG, hall=TOWNSHIP_HALL, powers=powers, document=document, valid_from=NOW)
    assert refusal.value.field == field
    assert not Authorisation.objects.exists()


def test_letter_keeps_its_matters_once_each_and_in_order() -> None:
    kept = Authorisation.objects.get(id=letter(PersonalPower.DECIDE, matters=['B', 'A', 'B']))
    assert (kept.matters, kept.powers) == (['A', 'B'], ['decide'])


def test_revoking_twice_or_something_unknown_is_refused_and_changes_nothing() -> None:
    authorisation = letter(PersonalPower.DECIDE)
    revoke(authorisation_id=authorisation, at=NOW)
    with pytest.raises(UnknownAuthorisation):
        revoke(authorisation_id=authorisation, at=NOW + SECOND)
    with pytest.raises(UnknownAuthorisation):
        revoke(authorisation_id=uuid4(), at=NOW)
    assert Authorisation.objects.get(id=authorisation).revoked_at == NOW


def test_revocation_may_be_brought_forward() -> None:
    authorisation = letter(PersonalPower.DECIDE)
    revoke(authorisation_id=authorisation, at=NOW + SECOND)
    revoke(authorisation_id=authorisation, at=NOW)
    assert Authorisation.objects.get(id=authorisation).revoked_at == NOW
