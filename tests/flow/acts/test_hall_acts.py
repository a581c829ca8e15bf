"""An act on the hall is one registration: its mutation, its limits and its entry in the audit need nothing else."""

from collections.abc import Iterator

import pytest
from graphene_django.settings import graphene_settings

from govhall.acts import hall, registry
from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted
from govhall.api.schema import joined
from govhall.catalogue.readers import MANAGERS
from govhall.kernel.errors import Refused
from tenants.audit import Action
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.system import System
from tests.builders.world import COUNTY, World

ASKED = 'mutation ($input: LockCounterInput!) { lockCounter(input: $input) { id code message field } }'


class NoSuchWindow(Refused):
    """What the act says."""

    code = 'NO_SUCH_WINDOW'
    sentence = '没有这个窗口，请核对。'


def _close(posted: HallPosted) -> HallActDone:
    AuditEntry.objects.create(action='written', subject='before the refusal')
    if posted['window'] == 9:
        raise NoSuchWindow(field='window')
    kind = 'for today' if posted['how'] == 'today' else 'for good'
    return HallActDone(said=f'{posted.hall.code}: {kind}', about=f'{posted["window"]}号窗口')


ACT = HallAct(
    label='关窗口',
    do=_close,
    roles=MANAGERS,
    action=Action.CENTRE_CHANGED,
    fields=[
        Field(name='window', kind=FieldKind.WHOLE, label='窗口', least=1, says='Which.', needed=True),
        Field(
            name='how',
            kind=FieldKind.CHOICE,
            says='For how long.',
            choices=[('today', '今天'), ('ever', '一直')],
            choices_are=('ClosedFor', 'For how long.'),
        ),
    ],
    mutation='lock_counter',
    does='Close a window.',
)


@pytest.fixture
def own_act(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The act, as it is found when the program starts."""
    hall.register(ACT)
    monkeypatch.setattr(graphene_settings, 'SCHEMA', joined())
    yield
    registry.withdraw(ACT)


def test_one_registration_makes_a_mutation_with_its_entry_in_the_audit(world: World, own_act: None) -> None:
    manager = System.of(world, COUNTY, Role.ADMINISTRATOR)
    answer = manager.ask(ASKED, input={'window': 2, 'how': 'TODAY'})['lockCounter']
    assert answer == {'id': None, 'code': None, 'message': f'{COUNTY}: for today', 'field': None}
    entry = AuditEntry.objects.filter(action='centre_changed').latest('pk')
    assert (entry.subject, entry.hall, entry.who) == ('2号窗口', COUNTY, manager.person.pk)
    assert entry.detail == {'act': 'lock_counter', 'said': f'{COUNTY}: for today'}


def test_what_is_refused_is_told_by_its_field_and_nothing_is_written(world: World, own_act: None) -> None:
    manager, leader = System.of(world, COUNTY, Role.ADMINISTRATOR), System.of(world, COUNTY, Role.LEADER)
    before = AuditEntry.objects.count()
    for system, window, code, field in (
        (manager, 9, 'NO_SUCH_WINDOW', 'window'),
        (manager, 0, 'MIN_VALUE', 'window'),
        (leader, 2, 'NOT_YOUR_ROLE', None),
    ):
        answer = system.ask(ASKED, input={'window': window})['lockCounter']
        assert (answer['code'], answer['field']) == (code, field)
    assert AuditEntry.objects.count() == before


def test_an_act_on_the_hall_takes_no_name_that_another_act_has(own_act: None) -> None:
    taken = HallAct(label='', do=_close, roles=MANAGERS, mutation='terminate_case')
    with pytest.raises(registry.DuplicateAct, match=r'terminate_case .* by govhall\.casework\.acts\.terminate'):
        hall.register(taken)
