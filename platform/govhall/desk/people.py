"""The people of a case on screen: masked to who sees them, not there to who sees the progress."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from federation.contracts.case import Applicant
from govhall.casework.models import Case, CaseEvent
from govhall.casework.sight import LOOK, LOOK_LASTS, sees_people
from govhall.forms.applicant import masked_applicant, masked_name
from govhall.identity.words import checked_words
from tenants.access import Actor

UNNAMED = '不显示'  # in lists, to who sees the progress


def shown_name(case: Case, actor: Actor) -> str:
    """The applicant's name, masked; nothing for who sees the progress."""
    return masked_name(case.applicant) if sees_people(actor, case) else ''


def listed_name(case: Case, actor: Actor) -> str:
    """The same in a list, where a word says that it is not shown."""
    return shown_name(case, actor) or UNNAMED


def shown_applicant(case: Case, *, seen: bool) -> Applicant:
    """The applicant, masked; for who sees the progress only whether it is a person and was seen."""
    masked = masked_applicant(case)
    if seen:
        return masked
    return Applicant(kind=masked.kind, name='', id_number='', online=masked.online, checked=masked.checked)


def has_looked(events: Iterable[CaseEvent], actor: Actor, at: datetime) -> bool:
    """Whether the person has stated a purpose of late: then the case stays open to them for a while."""
    return any(one.kind == LOOK and one.actor == actor.person_id and one.at > at - LOOK_LASTS for one in events)


def shown_people(case: Case, names: Mapping[str, str], *, seen: bool) -> dict[str, Any]:
    """What the page of a case says of its people, to who sees them and to who sees the progress."""
    shown = {
        'applicant': shown_applicant(case, seen=seen),
        'sees_people': seen,
        'identity': checked_words(case.applicant, names),
    }
    unshown = {'unshown': len(case.site_checks) + len(case.opinions)}
    return shown | (written_of(case, names) if seen else unshown)


def written_of(case: Case, names: Mapping[str, str]) -> dict[str, Any]:
    """What people have written about the applicant, with the names of their halls."""
    return {
        'site_checks': [(names.get(site_check.hall, site_check.hall), site_check) for site_check in case.site_checks],
        'opinions': [(names.get(opinion.hall, opinion.hall), opinion) for opinion in case.opinions],
        'minutes': case.hearing.minutes if case.hearing else '',
    }
