"""A hall that is merged passes its register on: its licences are renewed at the successor."""

import msgspec

from federation.directory.selectors import entry
from govhall.licences.rules.kinds import CaseKind
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan
from govhall.succession.register import pass_on_register
from tenants.context import hall_context
from tests.builders.licences import OLD, bring_in, entries
from tests.builders.merging import OLD as CLOSED
from tests.builders.merging import SUCCESSOR, plan_of
from tests.builders.world import HYGIENE, World


def test_the_successor_keeps_the_register_and_hears_it_once(world: World) -> None:
    kept = bring_in(world, CLOSED[0], *({'证照编号': f'A{n}'} for n in range(101)), {})
    bring_in(world, SUCCESSOR, {'证照编号': 'A7', '持有人': '李四', '证件号码': '511921198506071235'})
    merge(msgspec.convert(plan_of(), MergerPlan))
    world.carry()
    here = {entry.number: entry for entry in entries(world, SUCCESSOR)}
    assert len(here) == len(kept) == 102
    assert (here['A7'].holder.name, here[OLD].holder.name) == ('李四', '张小明')
    assert {entry.passed_to for entry in entries(world, CLOSED[0])} == {SUCCESSOR}
    with hall_context(world.hall(CLOSED[0])):
        assert pass_on_register(entry(CLOSED[0])) == 0
    renewed = world.receive(SUCCESSOR, HYGIENE, about=CaseKind.RENEW, first_number=OLD)
    assert (renewed.first_number, renewed.first_result.valid_until) == (OLD, here[OLD].valid_until)
