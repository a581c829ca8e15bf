"""Which licences of the hall a person sees, and how their holders are shown."""

from typing import Any

from django.db.models import Q, QuerySet

from govhall.casework.sight import Sight, params_of, sight_of
from govhall.catalogue.letters_held import matters_by_letter
from govhall.kernel.masking import mask_name, mask_organisation
from govhall.licences.models import LicenceEntry
from tenants.access import Actor
from tenants.compiled_query import among


def licences_seen(actor: Actor) -> QuerySet[LicenceEntry]:
    """The licences of the hall that the person may see: by department, as cases (`casework.sight`)."""
    rows, sight = LicenceEntry.objects.filter(passed_to=''), sight_of(actor)
    if sight is Sight.HALL:
        return rows
    if Sight.DEPARTMENT not in sight:
        return rows.none()
    given = params_of(actor)
    lettered = matters_by_letter(person=actor.person_id, hall=actor.hall, at=given.at)
    own: Any = given.departments
    return rows.filter(Q(department__in=own) | Q(among('matter', lettered)))


def masked_holder(row: LicenceEntry) -> str:
    """Who holds it, as lists show people."""
    holder = row.holder
    return mask_name(holder.name) if holder.kind == 'person' else mask_organisation(holder.name)
