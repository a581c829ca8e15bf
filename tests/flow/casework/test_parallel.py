"""Many people at once, each on a connection of their own, over committed data."""

from collections import Counter
from uuid import uuid4

from federation.outbox.models import OutboxRow
from govhall.casework.models import Case, CaseEvent, Serial
from govhall.casework.rules.states import State
from govhall.casework.services.acceptance import accept_case
from govhall.casework.services.decision import decide_case
from govhall.casework.services.reception import receive_case
from govhall.kernel.errors import Refused
from tenants.context import hall_context
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
