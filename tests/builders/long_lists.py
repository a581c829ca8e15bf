"""What fills each list of the product with so many rows, the first of them by the product's own doors."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from govhall.applications.models import OnlineApplication
from govhall.archive.models import CaseArchive
from govhall.attendance.models import Leave, Shift, WindowChange
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.casework.models import Case
from govhall.catalogue.acts.keep_profile import keep_profile
from govhall.catalogue.models import Authorisation, CentreItem, Grant, Matter, Quarantined, Section
from govhall.catalogue.windows import CentreWindow
from govhall.deadlines.models import HolidayYear
from govhall.disclosure.models import PublishedDecision
from govhall.documents.models import Notice
from govhall.documents.register.models import Book
from govhall.documents.rules.papers import KINDS
from govhall.licences.models import LicenceEntry
from tenants.audit import Action, record
from tenants.context import hall_context
from tenants.models import Hall, Membership, Person, SetAside
from tests.builders.applying import FORM, typed
from tests.builders.charging import TEST_FEE, accepted_case, assess, bill, charge_for
from tests.builders.copies import copies
from tests.builders.world import BIRTH, COUNTY, HYGIENE, ID_NUMBER, LONG_AGO, TOWNSHIP, World

Fill = Callable[[World, int], None]


def in_hall(hall: str) -> Callable[[Fill], Fill]:
    """Filled in the schema of this hall."""

    def decorate(fill: Fill) -> Fill:
        def filling(world: World, count: int) -> None:
            with hall_context(world.hall(hall)):
                fill(world, count)

        return filling

    return decorate


@in_hall(TOWNSHIP)
def cases(world: World, count: int) -> None:
    found = Case.objects.first() or world.receive(TOWNSHIP, BIRTH)
    more = count - Case.objects.count()
    with hall_context(world.hall(TOWNSHIP)):
        copies(
            Case.objects.get(pk=found.pk),
            more,
            uid=lambda n: uuid4(),
            number=lambda n: f'TJNS0001{count:06d}{n:07d}',
            submission=lambda n: uuid4(),
        )


@in_hall(TOWNSHIP)
def applications(world: World, count: int) -> None:
    if not OnlineApplication.objects.exists():
        cache.clear()
        assert Client().post(FORM, typed('submit')).status_code == 200
    with hall_context(world.hall(TOWNSHIP)):
        one = OnlineApplication.objects.first()
        assert one is not None
        more = count - OnlineApplication.objects.count()
        copies(one, more, uid=lambda n: uuid4(), number=lambda n: f'TJNS0001{count:06d}{n:07d}')


def accounts(world: World, count: int) -> None:
    hall = Hall.objects.get(code=TOWNSHIP)
    for number in range(Membership.objects.filter(hall=hall).count(), count):
        person = Person.objects.create_user(f'tj-many-{count}-{number}', '王办事')
        Membership.objects.create(
            person=person, hall=hall, roles=['clerk'], department='TJMZ', valid_from=timezone.now()
        )


@in_hall(COUNTY)
def orders(world: World, count: int) -> None:
    if not PaymentOrder.objects.exists():
        charge_for(HYGIENE, TEST_FEE)
        chief = world.chief(COUNTY)
        case = accepted_case(world, HYGIENE, chief)
        assess(case, chief)
        bill(case, chief)
    have, order, fee = PaymentOrder.objects.count(), PaymentOrder.objects.first(), CaseFee.objects.first()
    assert order is not None and fee is not None
    copies(order, count - have, number=lambda n: f'TJXZ0001{count:06d}{n:07d}')
    copies(
        fee,
        count - have,
        uid=lambda n: uuid4(),
        order_id=lambda n: f'TJXZ0001{count:06d}{n:07d}',
        item=lambda n: f'收费 {count} {n}',
    )


@in_hall(TOWNSHIP)
def packages(world: World, count: int) -> None:
    case = Case.objects.first() or world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        for version in range(CaseArchive.objects.count() + 1, count + 1):
            CaseArchive.objects.create(
                case_id=case.pk,
                version=version,
                number='TJNS0001-2026-Y-000001',
                retention='permanent',
                hash='0' * 64,
                size=1,
                events=1,
                tip='0' * 64,
                at=timezone.now(),
            )


def entries(world: World, count: int) -> None:
    for number in range(count):
        record(Action.LIST_IMPORTED, who=world.clerk(TOWNSHIP), hall=TOWNSHIP, subject=f'{count} {number}')


def given(world: World, count: int) -> None:
    grant = Grant.objects.filter(hall_code=TOWNSHIP, valid_to=None).first()
    assert grant is not None
    copies(grant, count, id=lambda n: uuid4())


def letters(world: World, count: int) -> None:
    world.chief(TOWNSHIP)
    letter = Authorisation.objects.filter(hall_code=TOWNSHIP).first()
    assert letter is not None
    copies(letter, count, id=lambda n: uuid4(), document=lambda n: f'{count}-{n}')


def books(world: World, count: int) -> None:
    grant = Grant.objects.filter(hall_code=TOWNSHIP, mode='own').first()
    assert grant is not None
    codes, year = sorted(KINDS), timezone.localdate().year
    organs = [f'{count:09d}{n:09d}' for n in range(count // len(codes) + 1)]
    copies(grant, len(organs), id=lambda n: uuid4(), organ_code=lambda n: organs[n - 1])
    places = [(organ, code) for organ in organs for code in codes][:count]
    Book.objects.bulk_create(Book(organ_code=organ, code=code, year=year, last=1) for organ, code in places)


@in_hall(TOWNSHIP)
def papers(world: World, count: int) -> None:
    uid = (Case.objects.first() or world.receive(TOWNSHIP, BIRTH)).uid
    with hall_context(world.hall(TOWNSHIP)):
        first, have = Notice.objects.filter(case_uid=uid).order_by('occurrence')[0], Notice.objects.count()
        Book.objects.filter(organ_code=first.organ_code, code=first.code).update(last=count)
        copies(
            first,
            count - have,
            uid=lambda n: uuid4(),
            number=lambda n: re.sub('第.*号', f'第{have + n:06d}号', first.number),
            occurrence=lambda n: have + n,
            proof=lambda n: f'{have + n:016d}',
        )


@in_hall(TOWNSHIP)
def licences(world: World, count: int) -> None:
    have = LicenceEntry.objects.count()
    holder = {'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER}
    LicenceEntry.objects.bulk_create(
        LicenceEntry(
            uid=uuid4(), number=f'{have + n}', main=HYGIENE, matter=HYGIENE, name='公共场所卫生许可证',
            holder_data=holder, valid_from=timezone.localdate(),
        ) for n in range(count - have)
    )  # fmt: skip


def licences_outside(world: World, count: int) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        has_begun = Case.objects.exists()
    if not has_begun:
        world.receive(TOWNSHIP, BIRTH)
    licences(world, count)


def matters(world: World, count: int) -> None:
    first = Matter.objects.order_by('code')[0]
    copies(first, count - Matter.objects.count(), code=lambda n: f'9{n:011d}')


def decisions(world: World, count: int) -> None:
    for number in range(count):
        PublishedDecision.objects.create(
            number=f'{count} {number}', hall=TOWNSHIP, organ='局', matter=BIRTH, matter_name='登记', applicant='张*',
            decided_on=timezone.localdate(),
        )  # fmt: skip


def halls(world: World, count: int) -> None:
    """Halls with a profile each; they have no schema, and no list asks for one."""
    own = world.hall(TOWNSHIP)
    profile = keep_profile(
        hall=TOWNSHIP,
        person_id=1,
        typed={'address': '路 1 号', 'telephone': '12345', 'weekly': '周一至周五 8:30-12:00'},
    )
    codes = [f'{"L" if count > 9 else "F"}{n:07}' for n in range(count)]
    copies(own, count, code=lambda n: codes[n - 1], slug=lambda n: codes[n - 1], schema_name=lambda n: codes[n - 1])
    copies(profile, count, hall_code=lambda n: codes[n - 1])


def set_aside(world: World, count: int) -> None:
    now = timezone.now()
    SetAside.objects.bulk_create(
        SetAside(task='x', hall=TOWNSHIP, item=f'{count} {n}', error='E', reason='r', first_at=now, last_at=now,
                 not_before=now)
        for n in range(count)
    )  # fmt: skip


def quarantined(world: World, count: int) -> None:
    Quarantined.objects.bulk_create(
        Quarantined(kind='guides', key=f'{count} {n}', source='x', row={}, reasons=['不对']) for n in range(count)
    )


def items(world: World, count: int) -> None:
    CentreItem.objects.bulk_create(
        CentreItem(hall_code=COUNTY, code=f'{count} {n}', name='登记', department_code=f'D{count}-{n}', task_type='01')
        for n in range(count)
    )


def sections(world: World, count: int) -> None:
    """Departments that are in, each with a window."""
    since = date(2026, 1, 1)
    Section.objects.bulk_create(
        Section(
            hall_code=COUNTY,
            department_code=f'D{count}-{n}',
            name='审批股',
            entered_days=[since],
            windows=[CentreWindow(f'{count}-{n}', '窗口', (), [since]).row()],
        )
        for n in range(count)
    )


def people(world: World, count: int) -> None:
    """People whom a department has sent."""
    more = [Person(username=f'many-{count}-{n}', name='王办事') for n in range(count)]
    hall = world.hall(COUNTY)
    Membership.objects.bulk_create(
        Membership(person=one, hall=hall, roles=['clerk'], department='TJWJ', valid_from=LONG_AGO)
        for one in Person.objects.bulk_create(more)
    )


def leaves(world: World, count: int) -> None:
    Leave.objects.bulk_create(
        Leave(person_name='张三', kind='absent', last_day=date(2027, 12, 31), **_noted(n)) for n in range(count)
    )


def shifts(world: World, count: int) -> None:
    Shift.objects.bulk_create(
        Shift(person_name='张三', department=f'D{n}', last_day=date(2027, 12, 31), **_noted(n)) for n in range(count)
    )


def changes(world: World, count: int) -> None:
    for n in range(count):
        noted = _noted(n)
        day = noted.pop('first_day') + timedelta(days=count + 1)
        told = {'department': f'D{n}', 'successor_id': n + 1, 'notice_on': date(2026, 1, 1), 'effective_on': day}
        WindowChange.objects.create(**noted, **told)


def _noted(number: int) -> dict[str, Any]:
    return {
        'hall_code': COUNTY,
        'person_id': number,
        'first_day': date(2026, 1, 1) + timedelta(days=number),
        'noted_by': 1,
        'noted_by_name': '管理员',
        'noted_at': timezone.now(),
    }


def years(world: World, count: int) -> None:
    HolidayYear.objects.bulk_create(
        HolidayYear(year=3000 + count + n, province='', off=[], work=[], source='国办发', imported_at=timezone.now())
        for n in range(count)
    )
