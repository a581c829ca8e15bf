"""Licences that a department had issued before the county used this system: its list comes in, and one is renewed."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from deploy.demo.year.applicants import Crowd
from federation.contracts.case import Applicant
from govhall.casework.models import Case
from govhall.licences.lists.bring_in import keep, plan_licences
from govhall.licences.lists.licence_rows import COLUMNS
from govhall.licences.models import LicenceEntry
from govhall.look.sheets import write
from tenants.context import hall_context
from tenants.models import Hall

MAIN, RENEWAL, NAME = '510100107000', '510100107002', '食品经营许可证'
COUNT, TERM, APART = 12, 1826, 30  # licences, days that one is valid, days between their ends
AGES = (25, 60)


class ListRefused(Exception):
    """The product names wrong cells in the list."""


class EarlierResult(NamedTuple):
    """The result that somebody comes to have renewed: its number, and who holds it."""

    number: str
    applicant: Applicant


def bring_in_old(hall: Hall, today: date, chance: Random) -> int:
    """The list of the county's market regulation, as it would be uploaded; how many licences. Raises ListRefused."""
    crowd, county = Crowd(hall.area_code[:6], chance), hall.short_name
    rows = []
    for serial in range(1, COUNT + 1):
        until = today + timedelta(days=APART * (serial + 1))
        who = crowd.person(AGES, today)
        number = f'JY2{hall.area_code[:6]}{serial:06}{serial % 10}'
        told = (number, MAIN, NAME, '个人', who['name'], who['id_number'], f'{county}市场监督管理局')
        rows.append([*told, (until - timedelta(days=TERM)).isoformat(), until.isoformat()])
    with hall_context(hall):
        plan = plan_licences(hall=hall.code, content=write('证照', COLUMNS, rows))
        if plan.faults:
            raise ListRefused(plan.faults[0].sentence)
        keep(plan)
    return len(plan.entries)


def old_to_renew(main: str) -> EarlierResult | None:
    """One from before, in the hall at hand, to which nothing has been done and nothing is being done."""
    open_numbers = Case.objects.filter(outcome_data__isnull=True).exclude(first_number='').values('first_number')
    rows = LicenceEntry.objects.filter(main=main, case_uid__isnull=True, followed_data__isnull=True)
    entry = rows.exclude(number__in=open_numbers).order_by('valid_until').first()
    if entry is None:
        return None
    who = entry.holder
    return EarlierResult(
        entry.number,
        Applicant(kind=who.kind, name=who.name, id_number=who.id_number),  # type: ignore[arg-type]
    )
