"""The demo's centre: one person of each department signs in, finds a case to act on, and none of another's."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from deploy.demo.chiefs import chiefs, window_people
from deploy.demo.people import logins, write_people
from deploy.demo.topology import CENTRE, CENTRE_HALL, halls
from deploy.demo.year.days import CHINA, Calendar, open_days
from deploy.demo.year.life import Life
from deploy.demo.year.making import Year
from deploy.demo.year.office import Office
from deploy.demo.year.open import OpenCases
from deploy.demo.year.plan import Planner, Seed
from deploy.demo.year.staff import staff_today
from govhall.catalogue.services.centre_list import enter_centre
from tenants.models import Person
from tests.builders.answers import read_forms
from tests.builders.forms import enter
from tests.builders.world import World

CASE = re.compile(r'/cases/[0-9a-f-]{36}/')


def test_person_of_each_department_finds_a_case_to_act_on_and_none_of_anothers(
    world: World, tmp_path: Path, settings: Settings
) -> None:
    settings.SMALL_HALLS = frozenset({'township'})
    settings.PASSWORD_HASHERS = ['tenants.quick_hash.QuickArgon2']
    seed = [hall for hall in halls('direct') if hall.code == CENTRE_HALL]
    enter(*read_forms().values())
    enter_centre(json.loads(CENTRE.read_text(encoding='utf-8')))
    today = datetime.now(UTC).astimezone(CHINA).date()
    since = (today - timedelta(days=400)).isoformat()
    people = [*logins(seed, since=since), *chiefs(seed, since=since), *window_people(seed, since=since)]
    call_command('load_people', '--own', write_people(people, tmp_path / 'people.json'))
    chance = Random(5)  # noqa: S311 - nothing secret is drawn
    days = open_days(today - timedelta(days=120), today - timedelta(days=1))
    calendar, office, drawn = Calendar(days, chance), Office(), Seed(seed)
    planned = list(OpenCases(drawn, Planner(drawn, calendar, chance), calendar, days).all())[:27]
    lives = [Life(one, office, calendar) for one in planned]
    Year(office, at_evening=lambda: None, at_week=lambda: None).run(lives, days)

    staff_today(office, today)
    found: dict[str, set[str]] = {}
    for chief in (person for person in people if person.duty.startswith('chief-')):
        client = Client()
        client.force_login(Person.objects.get(username=chief.username), 'tenants.backends.AccountBackend')
        listed = set(CASE.findall(client.get('/h/tongjiang/worklist/?show=todo').content.decode()))
        found[chief.department] = listed
        if listed:
            page = client.get(f'/h/tongjiang{min(listed)}').content.decode()
            assert 'id="act-' in page, chief.name
        other = next((cases for code, cases in found.items() if code != chief.department and cases), None)
        if other:
            assert client.get(f'/h/tongjiang{min(other)}').status_code == 404
    assert {code for code, cases in found.items() if not cases} == {'TJSB', 'TJSW'}  # whose people sit in a branch
    assert sum(len(cases) for cases in found.values()) == len(set().union(*found.values())) == 27
