"""What hangs on an account, to be known before it is locked or ends: numbers, and nobody's name."""

from typing import NamedTuple

from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN
from govhall.catalogue.models import Authorisation, Section
from tenants.access import Actor


class Ties(NamedTuple):
    """Open cases that the person has claimed, live letters, and departments whose chief they are: how many."""

    cases: int
    letters: int
    departments: int

    @property
    def sentence(self) -> str:
        """The same in words; empty where nothing hangs on the account."""
        parts = [
            f'手上有 {self.cases} 件没办完的办件' if self.cases else '',
            f'持有 {self.letters} 份有效的授权书' if self.letters else '',
            f'是 {self.departments} 个部门的首席代表' if self.departments else '',
        ]
        return '，'.join(part for part in parts if part)


def ties_of(person: int, actor: Actor) -> Ties:
    """What hangs on the account in the hall of the actor; three statements."""
    claimed = Case.objects.visible_to(actor).filter(claimed_by=person, state__in=[state.value for state in OPEN])
    letters = Authorisation.objects.live(timezone.now()).filter(person_id=person, hall_code=actor.hall)
    chief = Section.objects.filter(hall_code=actor.hall, chief_person=person)
    return Ties(claimed.count(), letters.count(), chief.count())
