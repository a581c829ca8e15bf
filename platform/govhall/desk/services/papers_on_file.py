"""Asking, before a case begins, what the hall has on file of who applies: a look at a person, so it is written down."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from federation.contracts.catalogue import Material as ListedMaterial
from govhall.casework.acts.receive import TAKERS
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.services.materials import on_file
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.selectors import MatterInfo
from govhall.files.models import Material
from govhall.materials.ways import listed_paper
from tenants.access import Actor
from tenants.audit import Action, record

StoredPapers = list[tuple[ListedMaterial, Material, bool]]  # the listed material, the file, whether it is ticked


def papers_on_file(info: MatterInfo, id_number: str, actor: Actor, ticked: Collection[str]) -> StoredPapers:
    """Of the materials of the matter those that the applicant gave this hall before and that are not too old.

    Only of what this matter asks, where the hall receives it; who asked stands in the audit, the number nowhere.
    `ticked` are the codes that the applicant has agreed to.
    Raises NotYourRole.
    """
    now = timezone.now()
    if not actor.roles & TAKERS:
        raise NotYourRole
    if not catalogue.may_take(info.code, actor.hall, now):
        return []
    with transaction.atomic():
        found = on_file(id_number, [listed_paper(one) for one in info.materials], on=timezone.localdate(now))
        detail = {'matter': info.code, 'papers': len(found)}
        record(Action.PERSON_SEARCHED, who=actor, hall=actor.hall, detail=detail)
    return [(one, found[one.name], one.code in ticked) for one in info.materials if one.name in found]
