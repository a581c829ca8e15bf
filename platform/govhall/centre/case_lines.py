"""The cases of a worklist in words: what each is, where it is, and what is to be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.states import TO_DELIVER, Custody, State
from govhall.casework.rules.words import state_word
from govhall.casework.selectors import hall_names, matter_labels, point_names
from govhall.centre.acts.hand_to_oversight import HAND_TO_OVERSIGHT
from govhall.desk.filters import OF_LATER, WorklistFilter, unsigned
from govhall.desk.people import listed_name
from govhall.identity.words import UNCHECKED, is_unchecked
from govhall.look.lists import ListCell
from govhall.materials.ways import is_awaited
from tenants.access import StaffRequest

BUTTONS = {
    State.ENTRUSTED: '收件',
    State.CORRECTING: '补正',
}


@dataclass(frozen=True, slots=True)
class WorklistLine:
    """A case of the worklist: what it is, where it is, and what is to be done with it."""

    case: Case
    matter: str
    applicant: ListCell  # masked
    source: str
    stage: str
    away: str
    owed_by: str
    button: str
    due: ListCell

    @property
    def address(self) -> str:
        """Of the case."""
        return reverse('case', args=[self.case.uid])


def lines_of(request: StaffRequest, cases: Sequence[Case], show: WorklistFilter) -> list[WorklistLine]:
    """What the columns say, in as many statements for two cases as for fifty."""
    late = _late_receipts(request.hall.code, cases) if show is WorklistFilter.UNSIGNED else {}
    owing = _owing(cases) if show is WorklistFilter.UNSIGNED else {}
    matters = matter_labels(case.matter for case in cases)
    halls = hall_names(code for case in cases for code in (case.origin, case.holder, case.towards))
    points = point_names(request.hall, (case.point for case in cases))
    return [
        WorklistLine(
            case=case,
            matter=matters[case.matter].short_name,
            applicant=ListCell(text=listed_name(case, request.actor), notes=_unseen(case)),
            source=points.get(case.point) or ('本大厅' if case.origin == request.hall.code else halls[case.origin]),
            stage=state_word(case.state, matters[case.matter].task_type, case.kind),
            away=_away(case, halls),
            owed_by=_owed(case, owing.get(case.uid, ''), show),
            button='查看' if show is WorklistFilter.UNSIGNED else _button(case),
            due=_due(case, late.get(case.uid), show),
        )
        for case in cases
    ]


def _owed(case: Case, section: str, show: WorklistFilter) -> str:
    if show in OF_LATER:
        return f'等补交：{"、".join(paper.name for paper in case.papers if is_awaited(paper))}'
    return f'应由{section}签收' if section else ''


def _unseen(case: Case) -> list[str]:
    return [UNCHECKED] if is_unchecked(case.applicant) and not case.delivered_at else []


def _due(case: Case, owed: date | None, show: WorklistFilter) -> ListCell:
    """Until when something is owed; of a decided case nothing is, but a receipt."""
    if show in OF_LATER:
        return ListCell(due=min((one.until for one in case.papers if is_awaited(one) and one.until), default=None))
    if owed or case.outcome_data:
        return ListCell(due=owed)
    return ListCell(due=case.due, paused=case.state in (State.CORRECTING, State.ENTRUSTED))


def _late_receipts(hall: str, cases: Sequence[Case]) -> dict[UUID, date]:
    """Until when supervision should have signed."""
    late = unsigned(hall, timezone.localdate()).filter(case__in=[case.uid for case in cases])
    return dict(late.values_list('case', 'due_on'))


def _owing(cases: Sequence[Case]) -> dict[UUID, str]:
    """The name of the hall, or of its department, that each decision was handed to, the last time."""
    handed = CaseEvent.objects.filter(case__in=[case.uid for case in cases], kind=HAND_TO_OVERSIGHT.name)
    rows = list(handed.order_by('seq').values_list('case_id', 'data__to', 'data__section'))
    names = hall_names(to for _, to, _ in rows)
    return {uid: section or names[to] for uid, to, section in rows}


def _away(case: Case, halls: dict[str, str]) -> str:
    if case.outcome_data or case.custody == Custody.HELD:
        return ''
    if case.custody == Custody.IN_TRANSIT:
        return f'发往{halls[case.towards]}，等接收'
    return f'{halls[case.holder]}办理中'


def _button(case: Case) -> str:
    if case.outcome_data:
        return '送达' if case.state in TO_DELIVER else '查看'
    return BUTTONS.get(State(case.state), '办理') if case.custody == Custody.HELD else '查看'
