"""Each process of a cell can do its work in the database and nothing else."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db.utils import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from deploy.local.cells import DatabaseRole
from federation.intake.consumer import Intake
from federation.relay.relay import Relay
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.village.close import close_in_village
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.rules.states import State
from govhall.casework.services.delivery import note_rating
from govhall.casework.services.materials import open_file
from govhall.desk.purposes import Purpose
from govhall.desk.services.reveal import disclose
from govhall.files.models import Material
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import TOGETHER, Role
from tenants.selectors import points_of
from tenants.staff_import import NotYoursToGive, StaffRow, bring_in_people
from tests.builders.committed import Committed
from tests.builders.desk import Desk
from tests.builders.files import PDF
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

RUNNING = ('WEB', 'RELAY', 'INTAKE')
HALL, EVENTS = 'h_tjns0001', 'h_tjns0001.casework_event'
FORBIDDEN_TO_ALL = [
    f"UPDATE {EVENTS} SET actor_name = ''",
    f'DELETE FROM {EVENTS}',
    f'TRUNCATE {EVENTS}',
    f'ALTER TABLE {EVENTS} DISABLE TRIGGER ALL',
    f'ALTER TABLE {EVENTS} DISABLE TRIGGER event_append_only',
    f'DROP TRIGGER event_append_only ON {EVENTS}',
    f'CREATE TRIGGER mine BEFORE INSERT ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION {HALL}.casework_refuse_change()',
    f'DROP TABLE {EVENTS}',
    f'DROP SCHEMA {HALL} CASCADE',
    f'CREATE TABLE {HALL}.mine (id int)',
    'CREATE TABLE public.mine (id int)',
    f'CREATE OR REPLACE FUNCTION {HALL}.casework_refuse_change() RETURNS trigger LANGUAGE plpgsql'
    " AS 'BEGIN RETURN NEW; END'",
    "SET session_replication_role = 'replica'",
    'SET ROLE bazhong_owner',
    'DELETE FROM public.catalogue_grant',
    "UPDATE public.tenants_membership SET roles = '{approver}'",
    'TRUNCATE public.fed_outbox',
    'UPDATE public.notice_seal_use SET person = NULL',
    'DELETE FROM public.notice_seal_use',
    'DELETE FROM public.notice_book',
    'ALTER TABLE public.notice_seal_use DISABLE TRIGGER ALL',
]
FORBIDDEN = {
    'WEB': [
        'SELECT * FROM public.fed_lease',
        'UPDATE public.fed_lease SET fence = 0',
        'DELETE FROM public.fed_relay',
        'SELECT body FROM public.fed_outbox',
        'DELETE FROM public.fed_outbox',
        'UPDATE public.fed_outbox SET body = NULL',
        'SELECT body FROM public.fed_sent',
        'SELECT * FROM public.fed_log',
        'SELECT * FROM public.fed_parked',
        'SELECT * FROM public.fed_quarantine',
        'UPDATE public.fed_cursor SET last_seq = 0',
        'INSERT INTO public.catalogue_grant DEFAULT VALUES',
        'UPDATE public.catalogue_grant SET valid_to = NULL',
        'UPDATE public.insight_fact SET version = 0',
        'UPDATE public.tenants_hall SET parent_code = code',
        "UPDATE public.tenants_hall SET standing = ''",
        "UPDATE public.hall_move SET step = 'opened'",
        f'DELETE FROM {HALL}.casework_case',
        f'DELETE FROM {HALL}.casework_fee',
        f"UPDATE {HALL}.casework_archive SET hash = ''",
        f'DELETE FROM {HALL}.casework_archive',
        f'DELETE FROM {HALL}.casework_payment_order',
    ],
    'RELAY': [
        'DELETE FROM public.fed_lease',
        f'SELECT * FROM {HALL}.casework_case',
        f'SELECT * FROM {EVENTS}',
        f'SELECT * FROM {HALL}.casework_request',
        f'SELECT * FROM {HALL}.casework_notice',
        'SELECT password FROM public.tenants_person',
        'SELECT * FROM public.notice_book',
        'SELECT * FROM public.file_leaving',
        'SELECT * FROM public.file_arriving',
        'SELECT * FROM public.notice_seal_use',
        'SELECT * FROM public.django_session',
    ],
    'INTAKE': [
        'SELECT * FROM public.fed_lease',
        'UPDATE public.fed_lease SET fence = 0',
        'DELETE FROM public.fed_relay',
        'INSERT INTO public.notice_seal_use DEFAULT VALUES',
        'DELETE FROM public.file_leaving',
        'SELECT * FROM public.django_session',
        'SELECT body FROM public.fed_outbox',
        'DELETE FROM public.fed_outbox',
        'UPDATE public.tenants_person SET is_active = false',
        'UPDATE public.tenants_hall SET parent_code = code',
        'DELETE FROM public.hall_move',
        f'DELETE FROM {HALL}.casework_case',
        f'SELECT * FROM {HALL}.casework_fee',
    ],
}


@pytest.fixture
def connected(world: World, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """A connection to the test database as the login role that the parameter names."""
    with psycopg.connect(os.environ[f'GOVHALL_TEST_{request.param}_URL'], autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize('statement', FORBIDDEN_TO_ALL)
@pytest.mark.parametrize('connected', RUNNING, indirect=True)
def test_no_running_process_can_touch_evidence_or_structure(connected: psycopg.Connection, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        connected.execute(statement)


@pytest.mark.parametrize(
    ('connected', 'statement'),
    [(role, statement) for role, statements in FORBIDDEN.items() for statement in statements],
    indirect=['connected'],
)
def test_no_process_can_do_the_work_of_another(connected: psycopg.Connection, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        connected.execute(statement)


@pytest.mark.parametrize('connected', ['WEB'], indirect=True)
def test_the_web_may_write_the_outbox_that_it_can_not_read(connected: psycopg.Connection) -> None:
    asked = "SELECT has_table_privilege('public.fed_outbox', %s)"
    found = [connected.execute(asked, [act]).fetchone() for act in ('INSERT', 'SELECT', 'UPDATE', 'DELETE')]
    assert found == [(True,), (False,), (False,), (False,)]


def carry(committed: Committed) -> None:
    """Move messages as the two processes do that are there for it."""
    moved = 1
    while moved:
        with committed.process_of(DatabaseRole.RELAY):
            moved = Relay(committed.link).once()
        with committed.process_of(DatabaseRole.INTAKE):
            moved += Intake(committed.link, committed.cell.name).once(0)
        with committed.process_of(DatabaseRole.WEB):
            moved += committed.cut()


def test_a_case_goes_up_and_comes_back_with_no_more_rights_than_each_process_has(committed: Committed) -> None:
    below, above = (Desk.of_chief(committed, hall) for hall in (TOWNSHIP, COUNTY))
    clerk = committed.clerk(TOWNSHIP)
    application = committed.application(HYGIENE)
    with committed.process_of(DatabaseRole.WEB):
        case = Desk(committed, TOWNSHIP, clerk).receive(application)
        below.do(forward_case, case.uid)
    carry(committed)
    with committed.process_of(DatabaseRole.WEB):
        above.do(accept_case, case.uid)
        below.do(withdraw_case, case.uid, reason='不办了')
        above.do(decide_case, case.uid, approve=True)
    carry(committed)
    with committed.process_of(DatabaseRole.WEB):
        below.do(deliver_case, case.uid)
        below.do_unseen(note_rating, case.uid, grade=1)
    carry(committed)
    assert {desk.case(case.uid).state for desk in (below, above)} == {State.DELIVERED}


def test_a_file_goes_up_and_is_opened_with_no_more_rights_than_each_process_has(committed: Committed) -> None:
    below, above = (Desk.of_chief(committed, hall) for hall in (TOWNSHIP, COUNTY))
    clerk, application = committed.clerk(TOWNSHIP), committed.application(HYGIENE)
    with committed.process_of(DatabaseRole.WEB):
        case = Desk(committed, TOWNSHIP, clerk).receive(application)
        case = below.do(attach_file, case.uid, paper=case.papers[0].code, content=PDF)
        below.do(forward_case, case.uid)
    carry(committed)
    with committed.process_of(DatabaseRole.WEB), hall_context(committed.hall(COUNTY)):
        assert open_file(uid=case.uid, actor=above.actor, content=case.papers[0].files[0].hash).content == PDF
        disclose(uid=case.uid, actor=above.actor, purpose=Purpose.VERIFY)
        with pytest.raises(ProgrammingError):
            Material.objects.all().delete()


def test_an_administrator_brings_people_in_with_no_more_rights_than_the_page_has(committed: Committed) -> None:
    manager = committed.person(TOWNSHIP, *TOGETHER)
    rows = [StaffRow('tj-new', '张新', [Role.CLERK], 'TJMZ')]
    with committed.process_of(DatabaseRole.WEB):
        assert bring_in_people(rows, hall=TOWNSHIP, importer=manager.person_id) == 1
        for hall, roles in ((TOWNSHIP, [Role.ADMINISTRATOR]), (COUNTY, [Role.CLERK])):
            with pytest.raises(NotYoursToGive):
                bring_in_people([StaffRow('x', '李', roles, '')], hall=hall, importer=manager.person_id)
        with pytest.raises(ProgrammingError):
            Membership.objects.filter(person__username='tj-new').update(roles=['administrator'])
    assert [membership.roles for membership in Membership.objects.filter(person__username__in=['tj-new', 'x'])] == [
        ['clerk']
    ]


def test_a_village_closes_its_matter_with_no_more_rights_than_the_page_has(committed: Committed) -> None:
    point = points_of(committed.hall(TOWNSHIP))[0].code
    agent = Desk(committed, TOWNSHIP, committed.person(TOWNSHIP, Role.AGENT, point=point))
    application = committed.application('512000144000', point=point)
    with committed.process_of(DatabaseRole.WEB):
        case = agent.receive(application)
        agent.do(close_in_village, case.uid)
    assert agent.case(case.uid).state == State.DELIVERED
