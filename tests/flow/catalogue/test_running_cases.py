"""Cases that run while the catalogue changes: each goes on under the version that it was received under."""

from datetime import UTC, datetime

import msgspec
import pytest

from federation.contracts.catalogue import MatterEntered
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.models import Case
from govhall.casework.services.related_cases import result_term_of
from govhall.catalogue.entries import entry_of, store
from govhall.catalogue.models import Grant, Matter
from govhall.catalogue.refusals import NoGrant, UnknownMatter
from govhall.catalogue.services import end_grant, retire_matter
from tenants.context import hall_context
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
RETIRED = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def accepted(world: World, case: Case) -> Case:
    with hall_context(world.hall(COUNTY)):
        return accept_case(uid=case.uid, version=case.version, actor=world.chief(COUNTY), at=LATER)


def shorten(days: int) -> None:
    old = entry_of(MatterEntered, Matter.objects.get(code=HYGIENE))
    store(msgspec.structs.replace(old, promised_days=days, version=old.version + 1))


def test_promise_is_that_of_the_version_at_receipt(world: World) -> None:
    before = accepted(world, world.receive(COUNTY, HYGIENE, at=RECEIVED))
    running = world.receive(COUNTY, HYGIENE, at=RECEIVED)
    shorten(3)
    after = accepted(world, world.receive(COUNTY, HYGIENE, at=RECEIVED))
    assert accepted(world, running).promised_due == before.promised_due
    assert after.promised_due is not None
    assert before.promised_due is not None
    assert after.promised_due < before.promised_due
    assert [running.matter_version, after.matter_version] == [1, 2]


def test_case_received_before_the_retirement_travels_and_is_decided(world: World) -> None:
    """It also arrives after its five days: deemed accepted where it has just come, and the stream goes on."""
    case = world.receive(TOWNSHIP, HYGIENE, at=RECEIVED)
    retire_matter(code=HYGIENE, at=RETIRED)
    with hall_context(world.hall(TOWNSHIP)):
        forward_case(uid=case.uid, version=case.version, actor=world.clerk(TOWNSHIP), at=LATER)
    world.carry()
    county = world.case(COUNTY, case.uid)
    assert (county.state, county.accepted_at) == ('accepted', county.received_at)
    with hall_context(world.hall(COUNTY)):
        end, chief = result_term_of(county, LATER).proposed(), world.chief(COUNTY)
        decided = decide_case(
            uid=case.uid, version=county.version, actor=chief, approve=True, valid_until=end, at=LATER
        )
    assert decided.outcome is not None
    assert decided.state == 'approved'


def test_nothing_is_received_after_the_retirement(world: World) -> None:
    retire_matter(code=HYGIENE, at=RETIRED)
    with pytest.raises(UnknownMatter):
        world.receive(COUNTY, HYGIENE, at=LATER)
    with hall_context(world.hall(COUNTY)):
        assert not Case.objects.exists()


def test_grant_that_ended_stops_also_the_running_case(world: World) -> None:
    case = world.receive(COUNTY, HYGIENE, at=RECEIVED)
    end_grant(grant_id=Grant.objects.get(hall_code=COUNTY, matter_code=HYGIENE).id, at=RETIRED)
    with pytest.raises(NoGrant):
        accepted(world, case)
    assert world.case(COUNTY, case.uid).state == 'received'
