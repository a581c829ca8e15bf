"""The demo's county centre has chief representatives as a real one has: where something is in, and by a document."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from deploy.demo.chiefs import chiefs
from deploy.demo.people import write_people
from deploy.demo.topology import CATALOGUE, CENTRE, halls
from govhall.catalogue.centre import board
from govhall.catalogue.models import Authorisation, Department, Section
from govhall.catalogue.services.centre_list import enter_centre
from tests.builders.world import COUNTY, World

pytestmark = pytest.mark.usefixtures('empty_catalogue')


def test_departments_with_items_in_have_a_chief_with_a_letter_for_their_matters(world: World, tmp_path: Path) -> None:
    seed = json.loads(CATALOGUE.read_text(encoding='utf-8'))
    Department.objects.bulk_create(
        Department(code=one['code'], name=one['name'], organ_code=one['organ'], version=1)
        for one in seed['departments']
    )
    enter_centre(json.loads(CENTRE.read_text(encoding='utf-8')))
    call_command('load_people', write_people(chiefs(halls('direct')), tmp_path / 'people.json'))
    rows = board(COUNTY, timezone.localdate()).departments
    assert {row.code: bool(row.chief) for row in rows} == {row.code: row.progress.entered > 0 for row in rows}
    before, now = board(COUNTY, date(2025, 1, 1)), board(COUNTY, timezone.localdate())
    assert [(one.departments_in, one.windows) for one in (before, now)] == [(20, 22), (29, 31)]
    assert (before.total.published, before.total.entered, now.total.entered) == (65, 44, 56)
    assert (before.total.empowered, now.total.empowered) == (0, 53)
    forests = Section.objects.get(hall_code=COUNTY, department_code='TJLY')
    assert forests.chief_document.startswith('通政务首任〔2024〕')
    letter = Authorisation.objects.get(person_id=forests.chief_person)
    assert letter.matters and '000164120000' in letter.matters
