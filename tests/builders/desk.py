"""A person at a hall's desk: does what the services offer, with the version that the screen shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case
from govhall.casework.services.reception import Application, receive_case
from govhall.casework.services.related_cases import result_term_of
from govhall.catalogue.models import Grant
from tenants.access import Actor
from tenants.context import hall_context
from tests.builders.world import World

GRANTING = (decide_case, decide_on_the_spot)


@dataclass
class Desk:
    """The hall and who sits there; `at` is the clock on its wall, if it is not that of today."""

    world: World
    hall: str
    actor: Actor
    at: datetime | None = None

    @classmethod
    def of_chief(cls, world: World, hall: str, *, at: datetime | None = None) -> 'Desk':
        """The desk of a chief representative, who may do everything that the hall may."""
        return cls(world, hall, world.chief(hall), at)

    def case(self, uid: UUID) -> Case:
        """The case as this hall knows it."""
        return self.world.case(self.hall, uid)

    def do(self, service: Callable[..., Case], uid: UUID, /, **arguments: object) -> Case:
        """Call a service with the version on screen, unless the arguments name another.

        A grant is given the end of validity that the form proposes, unless the arguments name one.
        """
        case = self.case(uid)
        proposed = self._proposed(service, case, arguments)
        return self.do_unseen(service, uid, **({'version': case.version} | proposed | arguments))

    def _proposed(self, service: Callable[..., Case], case: Case, arguments: dict[str, object]) -> dict[str, object]:
        if service not in GRANTING or arguments.get('approve') is False:
            return {}
        at = arguments.get('at')
        with hall_context(self.world.hall(self.hall)):
            validity = result_term_of(case, at if isinstance(at, datetime) else timezone.now())
        return {'valid_until': validity.proposed()}

    def do_unseen(self, service: Callable[..., Case], uid: UUID, /, **arguments: object) -> Case:
        """Call a service without having looked at the case."""
        with hall_context(self.world.hall(self.hall)):
            moment = {'at': self.at} if self.at else {}
            return service(uid=uid, **({'actor': self.actor} | moment | arguments))

    def receive(self, application: Application) -> Case:
        """Take papers at this desk."""
        with hall_context(self.world.hall(self.hall)):
            return receive_case(application=application, actor=self.actor)

    def accept_review(self, uid: UUID) -> None:
        """Everything that comes before a report to the hall above."""
        self.do(accept_case, uid)
        self.do(review_case, uid, opinion='材料齐全，情况属实')

    def forward(self, uid: UUID) -> None:
        """Put the case on its way to the hall above."""
        self.do(forward_case, uid)

    def send_up(self, uid: UUID) -> None:
        """Forward the case and let the messages arrive."""
        self.forward(uid)
        self.world.carry()


def kinds(case: Case, world: World, hall: str) -> list[str]:
    """What happened to the case in this hall, in order."""
    with hall_context(world.hall(hall)):
        return list(case.events.order_by('seq').values_list('kind', flat=True))


def end_grants(hall: str, matter: str, at: datetime) -> None:
    """All powers of the hall over the matter end at this moment."""
    assert Grant.objects.filter(hall_code=hall, matter_code=matter).update(valid_to=at)
