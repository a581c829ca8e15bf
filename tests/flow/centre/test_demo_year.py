"""A small year behind the demo: made by the services, carried between the halls, and nothing in it is faked."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from deploy.demo.chiefs import chiefs, window_people
from deploy.demo.people import logins, write_people
from deploy.demo.topology import CENTRE, halls
from deploy.demo.year.carrier import Carrier
from deploy.demo.year.days import CHINA, Calendar, open_days
from deploy.demo.year.life import Life
from deploy.demo.year.making import Year
from deploy.demo.year.office import Office
from deploy.demo.year.old_licences import RENEWAL, bring_in_old
from deploy.demo.year.plan import Planner, Seed
from govhall.archive.chains.services import check_hall
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.casework.models import Case
from govhall.catalogue.services.centre_list import enter_centre
from govhall.licences.models import LicenceEntry
from govhall.licences.rules.results import Validity
from tenants.context import hall_context
from tests.builders.answers import read_forms
from tests.builders.forms import enter
from tests.builders.world import World

CENTRE_HALL, BELOW = 'TJXZ0001', 'TJNS0001'
CASES = (
    (CENTRE_HALL, '510100107000'),  # a licence
    (CENTRE_HALL, '510100107001'),  # its change
    (CENTRE_HALL, '510700137000'),  # with two fees, by what its form says
    (CENTRE_HALL, '512000156000'),  # with one in steps
    (BELOW, '512000101000'),  # decided on the spot
    (BELOW, '510500105000'),  # reviewed below, decided above
    (BELOW, '510100108000'),  # only received below
    (CENTRE_HALL, RENEWAL),  # of a licence from before this system
)

CHARGED = {
    '住宅类不动产登记费': Decimal(80),
    '不动产权证书工本费': Decimal(10),
    '政府信息公开信息处理费（按量）': Decimal(160),
}


@pytest.fixture(autouse=True)
def as_the_demo_is_set_up(settings: Settings) -> None:
    settings.SMALL_HALLS = frozenset({'township'})
    settings.PASSWORD_HASHERS = ['tenants.quick_hash.QuickArgon2']


def test_cases_are_closed_on_their_days_in_every_hall_that_had_them(world: World, tmp_path: Path) -> None:
    enter(*read_forms().values())
    enter_centre(json.loads(CENTRE.read_text(encoding='utf-8')))
    seed = [hall for hall in halls('direct') if hall.code in (CENTRE_HALL, BELOW)]
    today = datetime.now(UTC).astimezone(CHINA).date()
    since = (today - timedelta(days=400)).isoformat()
    people = [*logins(seed, since=since), *chiefs(seed, since=since), *window_people(seed, since=since)]
    call_command('load_people', '--own', write_people(people, tmp_path / 'people.json'))
    chance = Random(2)  # noqa: S311 - nothing secret is drawn
    days = open_days(today - timedelta(days=100), today - timedelta(days=1))
    calendar, office, drawn = Calendar(days, chance), Office(), Seed(seed)
    bring_in_old(office.halls[CENTRE_HALL], today, chance)
    planner, known = Planner(drawn, calendar, chance), {hall.code: hall for hall in seed}
    planned = [
        planner.one(known[hall], code, calendar.moment(days[4 * place])) for place, (hall, code) in enumerate(CASES)
    ]
    for one in planned:
        one.ends, one.corrected, one.pace, one.point, one.grade = 'approved', False, 0.3, False, 1
    planned[1].at = calendar.moment(days[25])
    carrier = Carrier()
    year = Year(office, at_evening=carrier.carry, at_week=lambda: None)
    year.run([Life(one, office, calendar) for one in planned], days)
    assert (year.done, year.turned) == (len(planned), [])

    counted = {}
    for hall in (CENTRE_HALL, BELOW):
        with hall_context(world.hall(hall)):
            counted[hall] = Case.objects.count()
            for case in Case.objects.all():
                assert case.state == 'delivered', case.matter
                assert case.received_at < case.delivered_at < timezone.now()
            found = check_hall(at=timezone.now(), whole=True)
            assert (found.cases, found.faults) == (counted[hall], [])
    assert counted == {CENTRE_HALL: 7, BELOW: 3}
    with hall_context(world.hall(CENTRE_HALL)):
        look_at_money_and_licences()


def look_at_money_and_licences() -> None:
    assert Case.objects.get(matter='510100107001').first_number
    renewed = LicenceEntry.objects.get(number=Case.objects.get(matter=RENEWAL).first_number)
    assert (renewed.is_from_before, renewed.standing_on(timezone.localdate())) == (True, Validity.RENEWED)
    assert dict(CaseFee.objects.values_list('item', 'amount')) == CHARGED
    assert len({order.receipt for order in PaymentOrder.objects.filter(paid_at__isnull=False)}) == 2
