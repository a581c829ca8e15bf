"""What fills each list that only GraphQL shows with so many rows; `long_lists` fills those that pages show too."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import msgspec
from django.utils import timezone

from federation.contracts.case import Attachment
from federation.contracts.records import Officer, Opinion, SiteCheck
from federation.directory.models import HallEntry
from govhall.attendance.models import Trained, Training
from govhall.billing.models import CaseFee
from govhall.casework.models import Case, CaseEvent, CaseRequest
from govhall.catalogue.models import CentreItem, Grant, Matter
from govhall.insight.models import DayFigures
from tenants.context import hall_context
from tenants.models import Area, Membership, Person
from tenants.roles import Role
from tests.builders.charging import TEST_FEE, accepted_case, assess, charge_for
from tests.builders.copies import copies
from tests.builders.long_lists import in_hall
from tests.builders.world import BIRTH, COUNTY, HYGIENE, LONG_AGO, TOWNSHIP, World

DEPARTMENT = 'D1'


def only_case(world: World) -> Case:
    """The one case of the township; the schema is set."""
    with hall_context(world.hall(TOWNSHIP)):
        found = Case.objects.first() or world.receive(TOWNSHIP, BIRTH)
    return Case.objects.get(pk=found.pk)


def people(world: World, count: int) -> None:
    hall, have = world.hall(TOWNSHIP), Membership.objects.filter(hall=world.hall(TOWNSHIP)).count()
    persons = [Person(username=f'long-{count}-{n}', name='王办事') for n in range(count - have)]
    Person.objects.bulk_create(persons)
    Membership.objects.bulk_create(
        Membership(person=person, hall=hall, roles=[Role.CLERK], valid_from=LONG_AGO) for person in persons
    )


def items_of_one_department(world: World, count: int) -> None:
    CentreItem.objects.bulk_create(
        CentreItem(hall_code=COUNTY, code=f'{count} {n}', name='登记', department_code=DEPARTMENT, task_type='01')
        for n in range(count)
    )


@in_hall(COUNTY)
def charges(world: World, count: int) -> None:
    if not CaseFee.objects.exists():
        charge_for(HYGIENE, TEST_FEE)
        chief = world.chief(COUNTY)
        assess(accepted_case(world, HYGIENE, chief), chief)
    fee = CaseFee.objects.first()
    assert fee is not None
    copies(fee, count - CaseFee.objects.count(), uid=lambda n: uuid4(), item=lambda n: f'收费 {count} {n}')


@in_hall(TOWNSHIP)
def events(world: World, count: int) -> None:
    first = CaseEvent.objects.filter(case=only_case(world)).first()
    assert first is not None
    have = CaseEvent.objects.count()
    halls = list(HallEntry.objects.values_list('code', flat=True))
    copies(first, count - have, seq=lambda n: have + n, hall=lambda n: halls[n % len(halls)])


@in_hall(TOWNSHIP)
def requests(world: World, count: int) -> None:
    case, have = only_case(world), CaseRequest.objects.count()
    CaseRequest.objects.bulk_create(
        CaseRequest(uid=uuid4(), case=case, kind='withdraw', asked_by=COUNTY, asked_at=timezone.now())
        for _ in range(count - have)
    )


@in_hall(TOWNSHIP)
def material_list(world: World, count: int) -> None:
    case = only_case(world)
    file = Attachment(hash='0' * 64, size=1, type='application/pdf')
    paper = case.papers_data[0] | {'files': [msgspec.to_builtins(file)]}
    case.papers_data = [paper | {'code': f'{n:04d}'} for n in range(count)]
    case.save()


@in_hall(TOWNSHIP)
def opinions(world: World, count: int) -> None:
    case, now = only_case(world), timezone.now()
    case.opinions_data = _plain([Opinion(hall=COUNTY, by='王办事', at=now, text='同意')] * count)
    case.save()


@in_hall(TOWNSHIP)
def road(world: World, count: int) -> None:
    case = only_case(world)
    case.road_data = [case.road_data[0]] * count
    case.save()


@in_hall(TOWNSHIP)
def site_checks(world: World, count: int) -> None:
    case = only_case(world)
    officers = [Officer(membership=n, name='王办事') for n in range(2)]
    check = SiteCheck(hall=COUNTY, on=timezone.localdate(), place='村', officers=officers, finding='齐全', signed=True)
    case.site_data = _plain([check] * count)
    case.save()


@in_hall(TOWNSHIP)
def materials(world: World, count: int) -> None:
    """Of every matter, so that those of a case, of a guide and of a list grow."""
    only_case(world)
    for matter in Matter.objects.all():
        material = matter.materials[0] if matter.materials else {}
        matter.materials = [material | {'code': f'{n:04d}'} for n in range(count)] if material else []
        matter.save()


def fees(world: World, count: int) -> None:
    matter = Matter.objects.get(code=BIRTH)
    matter.fees = [msgspec.to_builtins(TEST_FEE)] * count
    matter.save()


def matters(world: World, count: int) -> None:
    matter, grant = Matter.objects.get(code=BIRTH), Grant.objects.filter(hall_code=TOWNSHIP, matter_code=BIRTH)[0]
    codes = [f'{count:06d}{n:06d}' for n in range(count + 1)]
    copies(matter, count, code=lambda n: codes[n])
    copies(grant, count, id=lambda n: uuid4(), matter_code=lambda n: codes[n])


def areas(world: World, count: int) -> None:
    below = Area.objects.filter(parent_code=world.hall(COUNTY).area_code)[0]
    copies(below, count, code=lambda n: f'{count:06d}{n:06d}')


def figures(world: World, count: int) -> None:
    """On so many days, of so many matters."""
    area, today = world.hall(COUNTY).area_code, timezone.localdate()
    DayFigures.objects.bulk_create(
        DayFigures(area=area, day=today - timedelta(days=n), level='county', matter=f'{count} {n}', received=1)
        for n in range(count)
    )


def halls(world: World, count: int) -> None:
    copies(
        HallEntry.objects.get(code=TOWNSHIP), count, code=lambda n: f'{count:03d}{n:05d}', slug=lambda n: f'{count}-{n}'
    )


def _plain(structs: Sequence[msgspec.Struct]) -> Any:
    return [msgspec.to_builtins(struct) for struct in structs]


def trainings(world: World, count: int) -> None:
    """Each with somebody who came."""
    now = timezone.now()
    for n in range(count):
        noted = {'hall_code': COUNTY, 'noted_by_name': '管理员', 'noted_at': now}
        day = date(2026, 1, 1) + timedelta(days=n)
        held = Training.objects.create(**noted, kind='business', round=n + 1, day=day, subject='新表单', noted_by=1)
        Trained.objects.create(**noted, training_id=held.pk, person_id=n, person_name='张三')
