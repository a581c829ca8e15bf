"""Showing a person's data in full: for a purpose, to who may open the case, and recorded each time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.selectors import READERS
from govhall.casework.services.change import Change
from govhall.casework.sight import LOOK
from govhall.desk.purposes import Purpose
from tenants.access import Actor
from tenants.audit import Action, record
from tenants.clock import clock
from tenants.context import current_hall


def disclose(*, uid: UUID, actor: Actor, purpose: Purpose, at: datetime | None = None) -> Case:
    """Record who looks, when and what for, and return the case to be shown whole; nothing else of it changes.

    Raises ClockWrong, NotYourRole, and NoSuchCase also for a case that the person may not open. Any hall that knows the
    case records its own looks; they do not travel. For half an hour the look opens what names people to who sees the
    progress.
    """
    clock.refuse_if_wrong()
    if not actor.roles & READERS:
        raise NotYourRole
    with transaction.atomic():
        case = Case.objects.visible_to(actor).select_for_update().filter(uid=uid).first()
        if case is None:
            raise NoSuchCase
        change = Change(case, hall=current_hall(), actor=actor, at=at or timezone.now())
        change.append(LOOK, purpose=purpose.value)
        change.write_events()
        about = {'case': str(uid), 'purpose': purpose.value}
        record(Action.PERSON_SHOWN, who=actor, hall=current_hall().code, subject=case.number, detail=about)
        return case
