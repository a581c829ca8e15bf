"""Who is there today in the demo's centre: sections, leave with who stands in, leaders on duty, a letter with its scan,
a change of window people, trainings; and a liaison officer in a township who helps with a case.
"""

from datetime import date, timedelta

from django.utils import timezone

from deploy.demo.topology import CENTRE_HALL
from deploy.demo.year.office import Office
from govhall.attendance.models import LeaveKind, Shift, TrainingKind
from govhall.attendance.services.duty import put_on_duty
from govhall.attendance.services.leave import LeaveAsked, note_leave
from govhall.attendance.services.training import TrainingAsked, hold_training, note_came
from govhall.attendance.services.window_change import ChangeAsked, change_window_person, earliest
from govhall.casework.acts.help import assign_helper
from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN, Custody
from govhall.catalogue.models import Section
from govhall.catalogue.rules import PersonalPower
from govhall.letters.acts.give_letter import LetterPaper, give_letter
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Membership, Person
from tenants.roles import Role

HELPED_IN = 'TJNS0001'
WEEK = timedelta(days=6)
# A page with one line: what a scanner would give, in a few bytes.
SCAN = (
    b'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
    b'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n'
    b'4 0 obj<</Length 58>>stream\nBT /F 18 Tf 90 700 Td (Letter of authorisation, scan) Tj ET \nendstream endobj\n'
    b'5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'
)


def staff_today(office: Office, today: date) -> None:
    """Once in each hall that this cell has."""
    if CENTRE_HALL in office.halls and not Shift.objects.filter(hall_code=CENTRE_HALL).exists():
        with hall_context(office.halls[CENTRE_HALL]):
            _sections()
            _duty(office, today)
            _leave(office, today)
            _letter(office, today)
            _change(office, today)
            _trainings(office, today)
    if HELPED_IN in office.halls:
        with hall_context(office.halls[HELPED_IN]):
            _help(office, today)


def _keeper(office: Office, duty: str) -> Actor:
    """An administrator of the centre, before the first sign-in has made the second factor."""
    person = Person.objects.get(username=f'{office.halls[CENTRE_HALL].slug}-{duty}')
    return Actor(person.pk, person.name, CENTRE_HALL, frozenset({Role(duty)}))


def _sections() -> None:
    for section in Section.objects.filter(hall_code=CENTRE_HALL):
        sent = Membership.objects.filter(hall__code=CENTRE_HALL, department=section.department_code)
        sent.update(section=section.name)


def _duty(office: Office, today: date) -> None:
    hall, keeper = office.halls[CENTRE_HALL], _keeper(office, 'administrator')
    for duty, first in (('deputy', today), ('leader', today + WEEK), ('chief-TJLY', today)):
        person = office.actor(CENTRE_HALL, duty).person_id
        put_on_duty(hall=hall, actor=keeper, person=person, first_day=first, last_day=first + WEEK - timedelta(days=1))


def _leave(office: Office, today: date) -> None:
    away, there = (office.actor(CENTRE_HALL, duty).person_id for duty in ('clerk-2', 'clerk'))
    days = {'first_day': today, 'last_day': today + timedelta(days=2)}
    asked = LeaveAsked(person=away, kind=LeaveKind.ANNUAL, substitute=there, **days)
    note_leave(hall=office.halls[CENTRE_HALL], actor=_keeper(office, 'administrator'), asked=asked)


def _letter(office: Office, today: date) -> None:
    paper = LetterPaper(
        person_id=office.actor(CENTRE_HALL, 'reviewer').person_id,
        powers=[PersonalPower.SUBMIT, PersonalPower.REVIEW],
        document='行政审批授权书〔2026〕30号',
        grantor='通江县人民政府办公室',
        valid_from=today,
        valid_to=today + timedelta(days=364),
        all_matters=True,
    )
    giver = _keeper(office, 'security')
    give_letter(hall=office.halls[CENTRE_HALL], giver=giver, paper=paper, scan=SCAN)


def _change(office: Office, today: date) -> None:
    """Of the first department with two windows, the second's clerk leaves, the first's comes."""
    hall, keeper = office.halls[CENTRE_HALL], _keeper(office, 'administrator')
    clerks = Membership.objects.filter(hall=hall, roles=['clerk']).exclude(department='').order_by('id')
    by_department: dict[str, list[int]] = {}
    for department, person in clerks.values_list('department', 'person_id'):
        by_department.setdefault(department, []).append(person)
    first, second = next(people for people in by_department.values() if len(people) > 1)[:2]
    change_window_person(
        hall=hall,
        actor=keeper,
        asked=ChangeAsked(
            person=second,
            successor=first,
            notice_number='通窗函〔2026〕5号',
            notice_on=today,
            effective_on=earliest(hall, today) + WEEK,
        ),
    )


def _help(office: Office, today: date) -> None:
    """A villager agreed to the help of the township's liaison officer."""
    waiting = Case.objects.filter(custody=Custody.HELD, state__in=[state.value for state in OPEN], helped_by=None)
    case = waiting.order_by('received_at').first()
    if case is None or Case.objects.filter(helped_by__isnull=False).exists() or timezone.localdate() != today:
        return
    helper = Person.objects.get(pk=office.actor(HELPED_IN, 'liaison').person_id).username
    actor = office.actor(HELPED_IN, 'clerk')
    assign_helper(uid=case.uid, version=case.version, actor=actor, helper=helper, consent='present', consented_on=today)


def _trainings(office: Office, today: date) -> None:
    """One round is over, to which three came; today is another one, to sign in to."""
    hall, keeper = office.halls[CENTRE_HALL], _keeper(office, 'administrator')
    subjects = ((today - WEEK, '下放事项怎么受理，新表单怎么填'), (today, '一次性告知怎么写'))
    held = [
        hold_training(hall=hall, actor=keeper, asked=TrainingAsked(TrainingKind.BUSINESS, day, subject))
        for day, subject in subjects
    ]
    came = [office.actor(CENTRE_HALL, duty).person_id for duty in ('clerk', 'clerk-2', 'reviewer')]
    note_came(hall=hall, actor=keeper, training=held[0].pk, people=came)
