"""The people of the demo: who works in each hall, with passwords that are made anew for every run."""

import csv
import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from deploy.demo.topology import SeedHall

VILLAGES = Path(__file__).resolve().parents[2] / 'tenants' / 'data' / 'villages.csv'
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
SUPERVISOR = Duty('supervisor', '监督员', ['supervisor'], [])
ADMINISTRATOR = Duty('administrator', '管理员', ['administrator'], [])
AGENT = Duty('agent', '村代办员', ['agent'], [])
DUTIES: dict[str, list[Duty]] = {
    'township': [CLERK, CHIEF, REVIEWER, AGENT, ADMINISTRATOR],
    'branch': [CLERK, APPROVER],
    'county': [CLERK, REVIEWER, APPROVER, LEADER, SUPERVISOR, ADMINISTRATOR],
    'city': [LEADER, SUPERVISOR],
    'province': [CLERK, APPROVER, LEADER, ADMINISTRATOR],
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


def logins(halls: Sequence[SeedHall]) -> list[Login]:
    """Everybody who works in the demo's halls, with a new random password each."""
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
        )
        for hall in halls
        for duty in DUTIES[hall.kind]
    ]


def write_people(people: Sequence[Login], file: Path) -> Path:
    """The file that `load_people` reads, readable by its owner only."""
    rows = [
        {
            'username': one.username,
            'name': one.name,
            'password': one.password,
            'memberships': [
                {
                    'hall': one.hall,
                    'roles': one.roles,
                    'point': one.point,
                    'department': one.department,
                    'powers': one.powers,
                    'matters': 'all' if one.matters is None else one.matters,
                    'document': one.document,
                    'appointment': one.appointment,
                }
            ],
        }
        for one in people
    ]
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding='utf-8')
    return file


def _first_points() -> dict[str, str]:
    with VILLAGES.open(encoding='utf-8') as lines:
        first: dict[str, str] = {}
        for row in csv.DictReader(lines):
            first.setdefault(row['township'], row['code'])
    return first
