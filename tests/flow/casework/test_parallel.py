"""Many people at once, each on a connection of their own, over committed data."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from federation.outbox.models import OutboxRow
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.models import Case, CaseEvent, Serial
from govhall.casework.rules.states import State
from govhall.casework.services.reception import receive_case
from govhall.kernel.errors import Refused
from tenants.context import hall_context
from tenants.models import Hall, Membership, Person
from tenants.roles import Role
from tenants.staff_import import StaffRow, bring_in_people
from tests.builders.committed import Committed
from tests.builders.desk import Desk, kinds
from tests.builders.world import BIRTH, HOMESTEAD, TOWNSHIP

CROWD = 50


def test_of_fifty_decisions_at_once_one_succeeds(committed: Committed) -> None:
    desk, case = Desk.of_chief(committed, TOWNSHIP), committed.receive(TOWNSHIP, HOMESTEAD)
    version = desk.do(accept_case, case.uid).version
    before = OutboxRow.objects.count()

    def decide() -> str:
        try:
            desk.do_unseen(decide_case, case.uid, version=version, approve=True)
        except Refused as refusal:
            return refusal.code
        return 'decided'

    assert Counter(committed.at_once(CROWD, decide)) == {'decided': 1, 'STALE_VERSION': CROWD - 1}
    decided = desk.case(case.uid)
    assert (decided.state, decided.version) == (State.APPROVED, version + 1)
    assert kinds(decided, committed, TOWNSHIP) == ['receive', 'accept', 'approve']
    assert OutboxRow.objects.count() == before + 1  # the one fact


def test_fifty_submissions_with_one_key_are_one_case(committed: Committed) -> None:
    application, clerk = committed.application(BIRTH, submission=uuid4()), committed.clerk(TOWNSHIP)

    def submit() -> tuple[object, str]:
        with hall_context(committed.hall(TOWNSHIP)):
            case = receive_case(application=application, actor=clerk)
        return case.uid, case.number

    assert len(set(committed.at_once(CROWD, submit))) == 1
    with hall_context(committed.hall(TOWNSHIP)):
        assert (Case.objects.count(), CaseEvent.objects.count(), Serial.objects.get().last) == (1, 1, 1)
    assert OutboxRow.objects.count() == 1


def test_fifty_submissions_with_fifty_keys_have_fifty_numbers(committed: Committed) -> None:
    clerk = committed.clerk(TOWNSHIP)

    def submit() -> str:
        with hall_context(committed.hall(TOWNSHIP)):
            return receive_case(application=committed.application(BIRTH), actor=clerk).number

    numbers = committed.at_once(CROWD, submit)
    assert sorted(number[16:20] for number in numbers) == [f'{serial:04}' for serial in range(1, CROWD + 1)]


def test_a_list_of_people_waits_for_the_one_before_it_and_nobody_has_roles_twice(committed: Committed) -> None:
    importer = committed.person(TOWNSHIP, Role.SECURITY).person_id
    person, hall = Person.objects.create_user('tj-both', '张两'), Hall.objects.get(code=TOWNSHIP)

    def second() -> int:
        try:
            return bring_in_people([StaffRow('tj-both', '张两', [Role.LEADER], '')], hall=TOWNSHIP, importer=importer)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():  # the first list, which is not through yet
            Hall.objects.select_for_update(no_key=True).get(code=TOWNSHIP)
            later = pool.submit(second)
            until = time.monotonic() + 10
            while not somebody_waits():
                assert time.monotonic() < until, 'the second list did not wait'
            Membership.objects.create(person=person, hall=hall, roles=[Role.CLERK], valid_from=timezone.now())
        assert later.result() == 1
    live = Membership.objects.live(timezone.now()).filter(person=person)
    assert [one.roles for one in live] == [[Role.LEADER]]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute('SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)')
        return bool(cursor.fetchone()[0])
