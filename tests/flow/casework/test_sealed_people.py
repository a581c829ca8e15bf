"""What the database holds about people can't be read in it, and what is looked at in full is recorded."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case, CaseEvent
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.transitions import NotYourRole
from govhall.desk.purposes import Purpose, PurposeMissing, chosen_purpose
from govhall.desk.services.person_search import find_by_id_number
from govhall.desk.services.reveal import disclose
from govhall.kernel.chain import GENESIS, link, text_digest
from govhall.kernel.sealing import Unreadable
from tenants.context import NoHall, hall_context, public_context
from tenants.roles import Role
from tenants.selectors import local_halls
from tests.builders.desk import Desk
from tests.builders.state import HALL_TABLES, refused
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, ID_NUMBER, OTHER_TOWNSHIP, TOWNSHIP, World

SECRETS = ('张小明', ID_NUMBER, '13800000000', '邻居李大力证明属实')


def hall_rows() -> str:
    """All rows of all halls as text; `bytea` also as the characters that it would be."""
    parts = [
        f"SELECT coalesce(string_agg(one::text || ' ' || encode(convert_to(one::text, 'UTF8'), 'escape'), ' '), '')"
        f' FROM "{hall.schema_name}".{table} one'
        for hall in local_halls()
        for table in HALL_TABLES
    ]
    with connection.cursor() as cursor:
        cursor.execute(' UNION ALL '.join(parts))
        return ' '.join(row[0] for row in cursor.fetchall())


def in_hex(text: str) -> str:
    return text.encode().hex()


def test_no_row_of_any_hall_holds_a_persons_data_in_the_clear(world: World) -> None:
    desk = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, DISABLED)
    desk.do(accept_case, case.uid)
    desk.do(review_case, case.uid, opinion='邻居李大力证明属实')
    desk.send_up(case.uid)
    rows = hall_rows()
    assert case.number in rows
    assert [secret for secret in SECRETS if secret in rows or in_hex(secret) in rows] == []
    arrived = world.case(COUNTY, case.uid)
    assert (arrived.applicant, arrived.opinions[0].text) == (case.applicant, '邻居李大力证明属实')


def test_the_event_of_an_opinion_proves_which_text_it_was(world: World) -> None:
    desk = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, DISABLED)
    desk.do(accept_case, case.uid)
    desk.do(review_case, case.uid, opinion=' 属实 ')
    with hall_context(world.hall(TOWNSHIP)):
        event = CaseEvent.objects.get(case_id=case.uid, kind='review')
    assert event.data['opinion_sha256'] == text_digest('属实')


@pytest.mark.parametrize(
    'move',
    [
        'UPDATE casework_case SET opinions_data = applicant_data',
        'UPDATE casework_case SET applicant_data = set_byte(applicant_data, 20, get_byte(applicant_data, 20) # 1)',
    ],
)
def test_a_seal_that_was_moved_or_changed_is_not_opened(world: World, move: str) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)), connection.cursor() as cursor:
        cursor.execute(move)
        with pytest.raises(Unreadable):
            Case.objects.get(uid=case.uid)


def test_a_row_copied_into_another_hall_is_not_opened_there(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with connection.cursor() as cursor:
        cursor.execute('INSERT INTO h_pcsm0001.casework_case SELECT * FROM h_tjns0001.casework_case')
    with hall_context(world.hall(OTHER_TOWNSHIP)), pytest.raises(Unreadable):
        Case.objects.get(uid=case.uid)


def test_sealed_columns_are_not_compared_and_belong_to_a_hall(world: World) -> None:
    world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        assert Case.objects.filter(hearing_data__isnull=True, opinions_data__isnull=True).count() == 1
        with pytest.raises(FieldError):
            Case.objects.filter(applicant_data={}).exists()
    with public_context(), pytest.raises(NoHall):
        Case(applicant_data={'id_number': ID_NUMBER}).save()


def test_a_persons_cases_are_found_by_the_number_in_this_hall_only(world: World) -> None:
    cases = [world.receive(TOWNSHIP, matter).uid for matter in (BIRTH, HYGIENE)]
    world.receive(OTHER_TOWNSHIP, BIRTH)
    clerk = world.clerk(TOWNSHIP)
    with hall_context(world.hall(TOWNSHIP)):
        found = find_by_id_number('110105 19491231 002x', clerk)
        with pytest.raises(NoSuchCase):
            find_by_id_number('110105194912310046', clerk)
    assert [one.uid for one in found] == cases[::-1]


def test_what_came_from_below_is_found_by_the_number_too(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    Desk.of_chief(world, TOWNSHIP).send_up(case.uid)
    with hall_context(world.hall(COUNTY)):
        assert [one.uid for one in find_by_id_number(ID_NUMBER, world.clerk(COUNTY))] == [case.uid]


def test_who_sees_people_masked_does_not_search_by_their_number(world: World) -> None:
    world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)), pytest.raises(NotYourRole):
        find_by_id_number(ID_NUMBER, world.person(TOWNSHIP, Role.SUPERVISOR))


def test_each_look_is_recorded_and_leaves_the_case_as_it_was(world: World) -> None:
    case, clerk = world.receive(TOWNSHIP, BIRTH), world.clerk(TOWNSHIP)
    with hall_context(world.hall(TOWNSHIP)):
        for purpose in (Purpose.CONTACT, Purpose.VERIFY):
            assert disclose(uid=case.uid, actor=clerk, purpose=purpose).applicant.name == '张小明'
        looks = list(CaseEvent.objects.filter(kind='shown_in_full').order_by('seq'))
        after = Case.objects.get(uid=case.uid)
        events = list(after.events.order_by('seq'))
    assert [(look.actor, look.actor_name, look.data) for look in looks] == [
        (clerk.person_id, clerk.name, {'purpose': 'contact'}),
        (clerk.person_id, clerk.name, {'purpose': 'verify'}),
    ]
    assert (after.version, after.updated_at) == (case.version, case.updated_at)
    tip = GENESIS
    for event in events:
        tip = link(tip, event.body())
        assert event.hash == tip
    assert (after.event_tip, after.event_count) == (tip, len(events))


def test_a_look_does_not_make_a_colleagues_page_stale(world: World) -> None:
    desk = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        disclose(uid=case.uid, actor=desk.actor, purpose=Purpose.VERIFY)
    assert desk.do_unseen(accept_case, case.uid, version=case.version).accepted_at


@pytest.mark.parametrize('role', [Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR])
def test_who_administers_is_shown_nothing_in_full(world: World, role: Role) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)), refused('NOT_YOUR_ROLE'):
        disclose(uid=case.uid, actor=world.person(TOWNSHIP, role), purpose=Purpose.VERIFY)


def test_a_village_agent_is_shown_no_other_points_people(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    agent = world.person(TOWNSHIP, Role.AGENT)._replace(point='511921102201')
    with hall_context(world.hall(TOWNSHIP)), refused('NO_SUCH_CASE'):
        disclose(uid=case.uid, actor=agent, purpose=Purpose.VERIFY)


@pytest.mark.parametrize('word', ['', 'curiosity', 'receipt'])
def test_a_look_needs_a_purpose_of_the_list(word: str) -> None:
    with pytest.raises(PurposeMissing):
        chosen_purpose(word)
