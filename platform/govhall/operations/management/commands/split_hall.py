"""Split a township by villages (1:n, 撤乡并镇): first look, then do it."""

from pathlib import Path

from govhall.operations.management.commands.merge_halls import Command as MergeCommand
from govhall.operations.mergers.plan import MergerPlan, UnreadablePlan, read_plan


class Command(MergeCommand):
    """Run as the owner in the cell of the old hall; a run that broke off is taken up by the next one."""

    help = 'Split a hall by villages. PLAN: JSON, see docs/handbook/operate.md. --preview looks, --apply does it.'

    def plan_in(self, path: Path) -> MergerPlan:
        """The plan, which must say where each village goes. Raises UnreadablePlan."""
        plan = read_plan(path)
        if not plan.villages:
            raise UnreadablePlan(why='拆分方案要写明每个村（villages）由哪个大厅承接')
        return plan
