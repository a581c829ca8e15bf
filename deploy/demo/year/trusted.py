"""Who acts for whom in a township (代办委托), and who applied online there: one was seen since, one was not."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from deploy.demo.year.office import Office
from deploy.demo.year.staff import HELPED_IN, SCAN
from federation.contracts.case import Applicant
from govhall.applications.models import OnlineApplication
from govhall.applications.services.intake import receive_online
from govhall.casework.rules.states import State
from govhall.identity.services import Shown, check_identity
from govhall.mandates.models import Given, Mandate
from govhall.mandates.services.keeping import MandatePaper, record_mandate
from tenants.context import hall_context

TAKEN_IN = 2  # of what was sent online to the township
YEAR, ENDED, BEGAN = timedelta(days=364), timedelta(days=10), timedelta(days=100)


def trust_today(office: Office, people: Sequence[Applicant], today: date) -> None:
    """Once, in the cell that has the township; `people` are three who let somebody act for them."""
    if HELPED_IN not in office.halls:
        return
    with hall_context(office.halls[HELPED_IN]):
        if not Mandate.objects.exists():
            _mandates(office, people, today)
            _online(office)


def _mandates(office: Office, people: Sequence[Applicant], today: date) -> None:
    clerk, officer = office.actor(HELPED_IN, 'clerk'), office.actor(HELPED_IN, 'liaison')
    at_home = MandatePaper(
        people=_by(people[0], agent=officer.name),
        until=today + YEAR,
        given=Given.VISIT,
        all_matters=True,
        agent_person=officer.person_id,
    )
    son = MandatePaper(people=_by(people[1], agent='何志刚'), until=today + YEAR, given=Given.COUNTER, all_matters=True)
    over = MandatePaper(
        people=_by(people[2], agent='罗春梅'), until=today - ENDED, given=Given.VILLAGE, all_matters=True
    )
    record_mandate(paper=at_home, scan=SCAN, actor=officer)
    record_mandate(paper=son, scan=SCAN, actor=clerk)
    record_mandate(paper=over, scan=SCAN, actor=clerk, at=timezone.now() - BEGAN)


def _online(office: Office) -> None:
    clerk = office.actor(HELPED_IN, 'clerk')
    waiting = OnlineApplication.objects.filter(state=State.SUBMITTED).order_by('submitted_at', 'uid')[:TAKEN_IN]
    for number, one in enumerate(waiting):
        case = receive_online(uid=one.uid, version=one.version, actor=clerk)
        if number == 0:
            shown, ending = Shown('self', ''), case.applicant.id_number[-4:]
            check_identity(uid=case.uid, version=case.version, actor=clerk, shown=shown, ending=ending)


def _by(principal: Applicant, *, agent: str) -> Applicant:
    told = {name: getattr(principal, name) for name in ('kind', 'name', 'id_number')}
    return Applicant(**told, agent=agent)
