"""A list asks the database as often for two hundred rows as for two, and no more often than its budget says.

Every page that needs no value in its address is named here: with how it is filled and its budget, or with the reason
why it is no list. Each budget counts the bar above the list too.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from govhall.documents.models import Notice
from tenants.context import hall_context
from tenants.roles import OFFICES, Role
from tests.architecture.test_addresses import all_patterns
from tests.builders.long_answers import trainings
from tests.builders.long_lists import (
    Fill,
    accounts,
    applications,
    books,
    cases,
    changes,
    decisions,
    entries,
    given,
    halls,
    items,
    leaves,
    letters,
    licences,
    licences_outside,
    matters,
    orders,
    packages,
    papers,
    people,
    quarantined,
    sections,
    set_aside,
    shifts,
    years,
)
from tests.builders.mandates import mandates
from tests.builders.screen import SignedIn, at
from tests.builders.world import COUNTY, ID_NUMBER, PROVINCE, TOWNSHIP, World

FEW, MANY = 2, 200


@dataclass(frozen=True)
class Long:
    """A list: what fills it up to so many rows, where it is, how many statements it may send, what is posted to it."""

    fill: Fill
    budget: int
    hall: str = TOWNSHIP
    posted: dict[str, str] | None = None
    office: Role = Role.ADMINISTRATOR  # of the three administrators, whose roles do not go together
    rows: int = 30  # at least so many are seen of many


LISTS = {
    'worklist': Long(cases, 12),
    'search': Long(cases, 16, posted={'number': ID_NUMBER}),
    'online': Long(applications, 15),
    'fees': Long(orders, 15, hall=COUNTY),
    'archive': Long(packages, 13),
    'register': Long(books, 14),
    'mandates': Long(mandates, 14),
    'licences': Long(licences, 16),
    'licence_check': Long(licences_outside, 19),
    'certificates': Long(matters, 9),
    'fee_standards': Long(matters, 9),
    'register_book': Long(papers, 15),
    'accounts': Long(accounts, 16),
    'audit': Long(entries, 15, office=Role.AUDITOR),
    'catalogue_grants': Long(given, 10),
    'catalogue_letters': Long(letters, 12),
    'catalogue_board': Long(items, 8, hall=COUNTY),
    'catalogue_items': Long(items, 10, hall=COUNTY),
    'catalogue_sections': Long(sections, 8, hall=COUNTY),
    'catalogue_people': Long(people, 10, hall=COUNTY),
    'attendance_leave': Long(leaves, 11, hall=COUNTY),
    'attendance_duty': Long(shifts, 11, hall=COUNTY),
    'attendance_training': Long(trainings, 11, hall=COUNTY),
    'attendance_changes': Long(changes, 11, hall=COUNTY),
    'catalogue_cleaning': Long(quarantined, 12),
    'holidays': Long(years, 12, hall=PROVINCE),
    'road': Long(set_aside, 16, hall=PROVINCE),
    'published': Long(decisions, 2),
    'find_hall': Long(halls, 3),
    'hall_letters': Long(letters, 8),
}
# What needs no value in its address and is no list that grows.
NO_LIST = {
    'hall_home': 'leads on',
    'halls': 'the halls of one person',
    'successors': 'a hundred cases at most: tests/flow/succession',
    'counter': 'twenty matters at most',
    'points': 'twenty matters at most',
    'point_identity': 'a form',
    'mandate_new': 'a form',
    'guides': 'twenty matters at most',
    'catalogue_where': 'one answer',
    'several': 'the answers of one post',
    'catalogue_files': 'the kinds of lists',
    'catalogue_profile': 'a form',
    'matters': 'the matters that the words find: tests/flow/matter_editor',
    'matter_new': 'a form',
    'matter_forms': 'the forms that the words find: tests/flow/form_editor',
    'attendance_today': 'the windows of a hall: tests/flow/attendance counts its statements',
    'attendance_trained': 'the people of a hall: tests/flow/attendance counts its statements',
    'my_trainings': 'the trainings of one person in a year',
    'attendance_month': 'the people of a hall: tests/flow/attendance counts its statements',
    'fee_month': 'a sum for each item that is charged: tests/flow/billing/test_fee_month.py counts its statements',
    'figures': 'sums: tests/flow/insight counts them',
    'enter_year': 'only posted',
    'own_password': 'a form',
    'second_factor': 'a form',
    'sign_in_code': 'a form',
    'account_passwords': 'only posted',
    'sign_in': 'a form',
    'sign_out': 'only posted',
    'start': 'links',
    'apply_mine': 'a form',
    'track': 'a form',
    'verify': 'a form',
    'verify_licence': 'a form; five licences at most',
    'graphql': 'answers queries: tests/flow/api/test_list_budgets.py',
    'system_files': 'only posted',
    'healthz': 'a word',
    'alive': 'a word',
    'ready': 'a word',
    'degraded': 'words',
    'road_health': 'figures for machines',
    'metrics': 'figures for machines',
}
WITH_VALUES = {'register_book', 'hall_letters'}  # lists whose address names what they are of


def test_every_page_is_a_list_with_a_budget_or_none_for_a_reason() -> None:
    plain = {str(route.name) for route in all_patterns() if not route.pattern.converters}
    assert plain == LISTS.keys() - WITH_VALUES | NO_LIST.keys()
    declared = {str(route.name) for route in all_patterns() if hasattr(route.callback, 'list_page')}
    assert declared and declared <= LISTS.keys()


@pytest.mark.parametrize('name', LISTS)
def test_two_hundred_rows_cost_as_many_statements_as_two(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr('govhall.kernel.kept.KEPT_SECONDS', 1e9)
    monkeypatch.setattr('govhall.deadlines.calendar.FRESH_SECONDS', 1e9)
    long = LISTS[name]
    roles = [role for role in Role if role not in OFFICES] + [long.office]
    reader = signed_in(world.person(long.hall, *roles, powers=['collect']))
    long.fill(world, FEW)
    address = path_of(world, name, long)
    ask(reader, address, long)  # what a process reads once
    _, few = ask(reader, address, long)
    long.fill(world, MANY)
    page, many = ask(reader, address, long)
    assert page.content.decode().count('<tr') > long.rows, name
    assert (many, many <= long.budget) == (few, True), f'{name}: {few} for {FEW} rows, {many} for {MANY}'


def path_of(world: World, name: str, long: Long) -> str:
    """Where the list is."""
    if name == 'register_book':
        with hall_context(world.hall(TOWNSHIP)):
            paper = Notice.objects.order_by('occurrence')[0]
        return at(TOWNSHIP, f'register/{paper.organ_code}/{paper.code}/{paper.acted_at.year}/')
    if name == 'hall_letters':
        return f'/find-hall/{TOWNSHIP}/letters/'
    if name in ('published', 'find_hall'):
        return reverse(name, urlconf='govhall.project.urls')
    return at(long.hall, reverse(name, urlconf='govhall.project.hall_urls').lstrip('/'))


def ask(reader: Client, address: str, long: Long) -> tuple[Any, int]:
    """The page and how many statements it took."""
    with CaptureQueriesContext(connection) as queries:
        page = reader.post(address, long.posted) if long.posted else reader.get(address)
    assert page.status_code == 200
    return page, len(queries)
