"""The people of the demo: who works in each hall, with passwords that are made anew for every run."""

import csv
import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from deploy.demo.topology import CATALOGUE, CENTRE_HALL, SeedHall

DECIDERS = ('卫健局', '省林草局')  # short names of the organs whose heads sit in the halls of the demo
VILLAGES = Path(__file__).resolve().parents[2] / 'tenants' / 'data' / 'villages.csv'
OF_BRANCH = {'TJSB0001': 'TJSB', 'TJSW0001': 'TJSW'}  # the departments whose people sit in a branch
DECIDES, REVIEWS = ['decide', 'submit', 'seal', 'coordinate', 'print'], ['submit', 'review']


class Duty(NamedTuple):
    """A place in a hall: what the login is called, who sits there, with which roles and powers."""

    name: str
    title: str
    roles: list[str]
    powers: list[str]


CLERK = Duty('clerk', '窗口甲', ['clerk'], [])
CHIEF = Duty('chief', '首席代表', ['chief', 'clerk'], DECIDES)
REVIEWER = Duty('reviewer', '审查员', ['reviewer'], REVIEWS)
APPROVER = Duty('approver', '审批员', ['approver'], DECIDES)
LEADER = Duty('leader', '分管领导', ['leader'], [])
HEAD = Duty('head', '机关负责人', ['leader'], ['head'])  # of the organ that decides: approves extensions
MAYOR = Duty('mayor', '县政府负责人', ['leader'], ['head'])  # of the government: approves those of joint matters
SUPERVISOR = Duty('supervisor', '监督员', ['supervisor'], [])
ADMINISTRATOR = Duty('administrator', '系统管理员', ['administrator'], [])
SECURITY = Duty('security', '安全管理员', ['security'], [])
AUDITOR = Duty('auditor', '审计管理员', ['auditor'], [])
IN_SMALL_HALL = Duty('administrator', '系统兼安全管理员', ['administrator', 'security'], [])
AGENT = Duty('agent', '村代办员', ['agent'], [])
LIAISON = Duty('liaison', '镇帮办', ['liaison'], [])
SECOND_CLERK = Duty('clerk-2', '窗口乙', ['clerk'], [])
CASHIER = Duty('cashier', '收费员', ['clerk'], ['collect'])
DEPUTY = Duty('deputy', '带班领导', ['leader'], [])
OFFICE = [CLERK, REVIEWER, APPROVER, LEADER, HEAD, MAYOR, SUPERVISOR, ADMINISTRATOR, SECURITY, AUDITOR, CASHIER]
# With 29 chief representatives and 31 windows (chiefs.py) the centre has the 73 people of the seed's county.
CENTRE_OFFICE = [*OFFICE, SECOND_CLERK, DEPUTY]
DUTIES: dict[str, list[Duty]] = {
    'township': [CLERK, CHIEF, REVIEWER, HEAD, AGENT, LIAISON, IN_SMALL_HALL],
    'branch': [CLERK, APPROVER],
    'county': OFFICE,
    'city': [CLERK, APPROVER, LEADER, SUPERVISOR],
    'province': [CLERK, APPROVER, LEADER, HEAD, ADMINISTRATOR, SECURITY, AUDITOR],
}


class Login(NamedTuple):
    """How one person of the demo signs in; `point` is the village point of an agent.

    `matters` bounds the letter (None: all of the hall), `appointment` names the department, by code, whose chief
    representative the person is, and the document that says so.
    """

    hall: str
    duty: str
    username: str
    password: str
    name: str
    roles: list[str]
    powers: list[str]
    point: str = ''
    department: str = ''
    matters: list[str] | None = None
    document: str = '授权书〔2026〕第1号'
    appointment: dict[str, str] | None = None
    heads: str = ''  # the credit code of the organ whose head the person is
    since: str = ''  # the day from which place and letter hold; empty: the day of the run


def logins(halls: Sequence[SeedHall], *, since: str = '') -> list[Login]:
    """Everybody who works in the demo's halls, with a new random password each; there since that day."""
    points = _first_points()
    return [
        Login(
            hall=hall.code,
            duty=duty.name,
            username=f'{hall.slug}-{duty.name}',
            password=secrets.token_urlsafe(9),
            name=f'{hall.short_name}{duty.title}'[:40],
            roles=duty.roles,
            powers=duty.powers,
            point=points.get(hall.area_code, '') if duty is AGENT else '',
            heads=_organ_of(duty, hall),
            department=OF_BRANCH.get(hall.code, ''),
            since=since,
        )
        for hall in halls
        for duty in (CENTRE_OFFICE if hall.code == CENTRE_HALL else DUTIES[hall.kind])
    ]


def write_people(people: Sequence[Login], file: Path) -> Path:
    """The file that `load_people` reads, readable by its owner only."""
    rows = [
        {
            'username': person.username,
            'name': person.name,
            'password': person.password,
            'memberships': [
                {
                    'hall': person.hall,
                    'roles': person.roles,
                    'point': person.point,
                    'department': person.department,
                    'powers': person.powers,
                    'matters': 'all' if person.matters is None else person.matters,
                    'document': person.document,
                    'appointment': person.appointment,
                    'heads': person.heads,
                    'since': person.since or None,
                }
            ],
        }
        for person in people
    ]
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding='utf-8')
    return file


def _organ_of(duty: Duty, hall: SeedHall) -> str:
    """The organ whose head sits there: a town's or the county's government, else the first office that decides."""
    if duty not in (HEAD, MAYOR):
        return ''
    organs = json.loads(CATALOGUE.read_text(encoding='utf-8'))['organs']
    here = [organ for organ in organs if organ['area_code'] == hall.area_code]
    of_government = duty is MAYOR or hall.kind == 'township'
    wanted = [organ for organ in here if (organ.get('kind') == 'government') == of_government]
    return str(next(organ['credit_code'] for organ in wanted if of_government or organ['short_name'] in DECIDERS))


def _first_points() -> dict[str, str]:
    with VILLAGES.open(encoding='utf-8') as lines:
        first: dict[str, str] = {}
        for row in csv.DictReader(lines):
            first.setdefault(row['township'], row['code'])
    return first
