"""The world of the flow tests: all fourteen halls of the seed in one cell, with the real catalogue.

Made once a session; each test runs in a transaction that is rolled back, so it may change whatever it likes.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from deploy.local.cells import DatabaseRole
from federation.contracts.case import Applicant
from federation.contracts.directory import HallEntered
from federation.intake.consumer import Intake
from federation.keys.services import cell_key, make_hall_keys, rest_on
from federation.outbox.announcement import announce_halls
from federation.relay.relay import Relay
from govhall.casework.models import Case
from govhall.casework.services.reception import Application, receive_case
from govhall.catalogue.checklist import MANDATE
from govhall.catalogue.models import Grant
from govhall.catalogue.services.authorisations import authorise
from govhall.catalogue.services.catalogue_file import enter_catalogue
from govhall.files.dispatch import carry_files
from govhall.files.file_transfer.services import halls_with_leaving
from govhall.operations.halls import halls_of_cell
from govhall.project.rights import grant_public
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Area, Hall, Membership, Person
from tenants.provisioning import provision_hall
from tenants.roles import Role
from tenants.selectors import hall_by_code
from tests.builders.acting import acting_as
from tests.builders.memory import MemoryLink

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / 'deploy' / 'seed'
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
TOWNSHIP, OTHER_TOWNSHIP, COUNTY, PROVINCE = 'TJNS0001', 'PCSM0001', 'TJXZ0001', 'SCSZ0001'
BIRTH, HOMESTEAD, DISABLED = '512000102000', '510100103000', '510500105000'
HYGIENE, LOGGING, PLANTS, SOCIAL = '510100108000', '000164120000', '510100111000', '512000109000'
ID_NUMBER = '11010519491231002X'
MOST_ROLES = [role for role in Role if role not in (Role.SECURITY, Role.AUDITOR)]  # that go together


def build_world() -> None:
    """Areas of the seed's chain, directory, catalogue and halls; the caller has the database open."""
    _load_areas()
    rest_on(cell_key())
    halls = json.loads((SEED / 'directory.json').read_text(encoding='utf-8'))['halls']
    announce_halls([msgspec.convert({**hall, 'cell': settings.CELL}, HallEntered) for hall in halls])
    enter_catalogue(json.loads((SEED / 'catalogue.json').read_text(encoding='utf-8')))
    for hall in halls_of_cell(settings.CELL):
        provision_hall(hall)
    make_hall_keys(hall.code for hall in halls_of_cell(settings.CELL))
    with transaction.atomic(), connection.cursor() as cursor:
        grant_public(cursor)
        cursor.execute('DELETE FROM fed_outbox')  # the announcements of the set-up are not the tests' subject


def _load_areas() -> None:
    with (ROOT / 'tenants' / 'data' / 'areas.csv').open(encoding='utf-8') as lines:
        rows = [row for row in csv.DictReader(lines) if row['code'][:4] in ('5100', '5119')]
    Area.objects.bulk_create(
        Area(
            code=row['code'],
            name=row['name'],
            level=row['level'],
            parent_code=row['parent'],
            valid_from=date(2026, 9, 1),
        )
        for row in rows
    )


@dataclass
class World:
    """Handles for a test: people, cases, and the road between the halls."""

    link: MemoryLink = field(default_factory=MemoryLink)

    def hall(self, code: str) -> Hall:
        """A hall by its code."""
        return hall_by_code(code)

    def person(
        self, hall: str, *roles: Role, powers: Iterable[str] = (), password: str | None = None, point: str = ''
    ) -> Actor:
        """Somebody with these roles in the hall, at this village point if any, with a letter for these powers."""
        person = Person.objects.create_user(f'{hall.lower()}-{uuid4().hex[:8]}', '王办事', password)
        Membership.objects.create(
            person=person, hall=self.hall(hall), roles=list(roles), point=point, valid_from=LONG_AGO
        )
        if powers:
            authorise(person_id=person.pk, hall=hall, powers=powers, document='授权书1号', valid_from=LONG_AGO)
        return Actor(person.pk, person.name, hall, frozenset(roles), point=point)

    def head(self, hall: str, matter: str) -> Actor:
        """A leader who heads the organ in whose name the hall decides the matter."""
        person = self.person(hall, Role.LEADER)
        self.make_head(person, self.organ(hall, matter))
        return person

    def organ(self, hall: str, matter: str) -> str:
        """The credit code of the organ in whose name the hall decides the matter."""
        decides = Grant.objects.filter(hall_code=hall, matter_code=matter, mode__in=['own', 'delegated', 'entrusted'])
        return str(decides.values_list('organ_code', flat=True)[0])

    def make_head(self, person: Actor, organ: str) -> None:
        """A document makes the person the head of the organ with this credit code."""
        given = {'powers': ['head'], 'document': '任职文件1号', 'valid_from': LONG_AGO}
        authorise(person_id=person.person_id, hall=person.hall, organ=organ, **given)  # type: ignore[arg-type]

    def clerk(self, hall: str) -> Actor:
        """A window person without any letter."""
        return self.person(hall, Role.CLERK)

    def chief(self, hall: str) -> Actor:
        """A chief representative who may review and decide."""
        return self.person(hall, Role.CHIEF, Role.CLERK, powers=['decide', 'submit', 'seal', 'coordinate', 'print'])

    def application(self, matter: str, **changes: object) -> Application:
        """A complete application of a person, with all papers handed in; by an agent with the mandate."""
        values: dict[str, object] = {
            'submission': uuid4(),
            'matter': matter,
            'applicant': Applicant(kind='person', name='张小明', id_number=ID_NUMBER, phone='13800000000'),
            'papers': dict.fromkeys(paper_codes(matter), 'handed_in'),
        }
        made = Application(**(values | changes))  # type: ignore[arg-type]
        if made.applicant.agent and not made.applicant.mandate:
            return replace(made, papers={**made.papers, MANDATE: 'handed_in'})
        return made

    def receive(self, hall: str, matter: str, *, at: datetime | None = None, **changes: object) -> Case:
        """A case handed in at the hall's counter."""
        with hall_context(self.hall(hall)):
            return receive_case(application=self.application(matter, **changes), actor=self.clerk(hall), at=at)

    def case(self, hall: str, uid: UUID) -> Case:
        """The case as this hall knows it now."""
        with hall_context(self.hall(hall)):
            return Case.objects.get(uid=uid)

    def carry(self) -> None:
        """Move messages and files until nothing is under way."""
        relay, intake = Relay(self.link), Intake(self.link, settings.CELL)
        moved = 1
        while moved:
            with acting_as(DatabaseRole.RELAY):
                moved = relay.once()
            with acting_as(DatabaseRole.INTAKE):
                moved += intake.once(0)
            with acting_as(DatabaseRole.WEB):
                moved += self.cut()

    def cut(self) -> int:
        """What the workers do about files that are to leave, hall by hall; how many pieces it made."""
        done = 0
        for code in list(halls_with_leaving(timezone.now())):
            with hall_context(self.hall(code)):
                done += carry_files()
        return done


def paper_codes(matter: str) -> list[str]:
    """The codes of the matter's papers, from the seed."""
    seed = json.loads((SEED / 'catalogue.json').read_text(encoding='utf-8'))
    return [paper['code'] for entry in seed['matters'] if entry['code'] == matter for paper in entry['materials']]
