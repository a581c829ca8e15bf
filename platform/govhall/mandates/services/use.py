"""Each application by an agent goes under a mandate: chosen, or recorded with the application for this one case."""

from datetime import date

from msgspec.structs import replace

from federation.contracts.mandate import MandateUse
from govhall.casework.guards import guards
from govhall.casework.services.change import Change
from govhall.catalogue.checklist import MANDATE
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from govhall.mandates.models import Given, Mandate
from govhall.mandates.refusals import HelperNeedsMandate, MandateNeeded
from govhall.mandates.rules import why_not
from govhall.mandates.services.keeping import new_mandate
from tenants.access import Actor
from tenants.bulk_write import inserting
from tenants.roles import Role

BY_AGENT = ('case.applicant.agent', 'case.applicant.mandate')


@guards('receive', 'entrust', where=BY_AGENT)
def use_mandate(change: Change) -> None:
    """At the first receipt. Raises MandateUnknown, MandateEnded, MandateWithdrawn, MandateOutOfScope, …"""
    applicant, actor = change.case.applicant, change.actor
    if not change.is_new or actor is None or applicant.online:
        return
    if applicant.mandate:
        _use(change, actor)


@guards('entrust')
def carry_under_mandate(change: Change) -> None:
    """Who only carries the papers is the applicant's agent: a liaison officer under a mandate that was recorded, a
    village agent under that or under the 代办委托单 of this case. The officer sees what they applied for.
    """
    case, actor = change.case, change.actor
    if not change.is_new or actor is None:
        return
    helps = Role.LIAISON in actor.roles and Role.AGENT not in actor.roles
    if helps and not case.applicant.mandate:
        raise HelperNeedsMandate(field='mandate')
    if helps:
        case.helped_by, case.helped_by_name = actor.person_id, actor.name
    elif not case.applicant.mandate and not case.applicant.agent:
        agent = replace(case.applicant, agent=actor.name, agent_number='', agent_phone='')
        mandate = new_mandate(
            agent, since=_day(change), until=_day(change), given=Given.VILLAGE, actor=actor, at=change.at
        )
        mandate.agent_person = actor.person_id
        _record(change, mandate, actor)


@guards('receive', 'entrust', where=BY_AGENT)
def record_for_this_case(change: Change) -> None:
    """The paper that came with the application is a mandate for this case and no other. Raises MandateNeeded: nobody
    acts for another on their own word, at whatever door.
    """
    case, actor = change.case, change.actor
    applicant = case.applicant
    if not change.is_new or actor is None or applicant.mandate or applicant.online:
        return
    if not any(paper.code == MANDATE and paper.status == 'handed_in' for paper in case.papers):
        raise MandateNeeded(field='agent')
    given = Given.VILLAGE if case.point else Given.COUNTER
    mandate = new_mandate(applicant, since=_day(change), until=_day(change), given=given, actor=actor, at=change.at)
    _record(change, mandate, actor)


def _use(change: Change, actor: Actor) -> None:
    case = change.case
    mandate = Mandate.objects.select_for_update().filter(number=case.applicant.mandate).first()
    refused = why_not(mandate, case.applicant, matter=case.matter, person=actor.person_id, on=_day(change))
    if refused is not None:
        raise refused
    if mandate is not None:
        _log(change, mandate, actor)
        mandate.save(update_fields=['uses_data'])


def _record(change: Change, mandate: Mandate, actor: Actor) -> None:
    """In the statement that writes the case."""
    mandate.matters = [change.case.matter]
    _log(change, mandate, actor)
    change.case.applicant_data = plain(replace(change.case.applicant, mandate=mandate.number))
    change.beside.extend(inserting(Mandate, [mandate]))


def _log(change: Change, mandate: Mandate, actor: Actor) -> None:
    case = change.case
    used = MandateUse(case=case.uid, number=case.number, matter=case.matter, by=actor.name, at=change.at)
    mandate.uses_data = [*mandate.uses_data, plain(used)]


def _day(change: Change) -> date:
    return change.at.astimezone(CHINA).date()
