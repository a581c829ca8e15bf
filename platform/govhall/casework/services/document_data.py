"""What a paper may say of its case: read from the case, the catalogue and the areas at the second of the act."""

from datetime import date, datetime
from typing import Any, Protocol

from federation.contracts.case import Applicant
from federation.directory.selectors import find
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.form_answers import kept_particulars
from govhall.catalogue.selectors import MatterInfo
from govhall.documents.models import Notice
from govhall.documents.organs import OrganFacts
from govhall.documents.rules import papers
from govhall.documents.rules.content import Facts
from govhall.documents.rules.papers import ReconsiderationFacts, review_organ
from govhall.kernel.china import CHINA
from govhall.kernel.masking import mask_id_number
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.numbers import on_paper
from govhall.materials.ways import is_awaited, say_asked, say_paper
from tenants.access import Actor
from tenants.models import Hall

DECISIONS = {'approved': papers.APPROVAL, 'refused': papers.REFUSAL, 'not_accepted': papers.NOT_ACCEPTED}


class Scene(Protocol):
    """What a paper says of the act that it tells: of which case, where, by whom, when."""

    case: Case
    hall: Hall
    actor: Actor | None
    at: datetime


def facts_of(change: Scene, notice: Notice, organ: OrganFacts, data: dict[str, Any], *, earlier: list[Notice]) -> Facts:
    """The facts of one paper; `earlier` are the papers of the case so far in this hall."""
    case = change.case
    info = catalogue.matter(case.matter, version=case.matter_version)
    applicant, rule, made = case.applicant, info.certificate_rule, notice.code == papers.CERTIFICATE
    return Facts(
        code=notice.code,
        number=notice.number,
        organ=notice.organ_name,
        hall=change.hall.name,
        on=change.at.astimezone(CHINA).date(),
        matter=info.name,
        task_type=info.task_type,
        basis=info.legal_basis,
        applicant=applicant.name,
        id_shown=_shown(applicant, whole=made and rule.full_number),
        case=case.number,
        received_on=case.received_at.astimezone(CHINA).date(),
        handler=change.actor.name if change.actor else case.first_handler,
        query_word=case.query_word,
        due=case.promised_due or case.intake_due,
        provisional=_is_provisional(data, case),
        promised_days=info.promised_days,
        papers=tuple((paper.name, say_paper(paper)) for paper in case.papers),
        missing=_missing(case, info, data),
        later=tuple(f'{paper.name}：{say_paper(paper)}' for paper in case.papers if is_awaited(paper)),
        reason=str(data.get('reason') or ''),
        competent=str(data.get('competent') or _named(data.get('to'))),
        **_hearing(data, case),
        joint=case.clock.joint if case.clock else False,
        counter=_named(case.origin) if case.origin != change.hall.code else '',
        review_organ=review_organ(
            ReconsiderationFacts(organ.kind, organ.area, organ.level, organ.above, organ.superior)
        ),
        deemed=is_deemed(data),
        **_procedure(data),
        licence=_licence(data, notice),
        valid_until=case.outcome.valid_until if case.outcome else None,
        first=on_paper(case.first_number),
        words=rule.words,
        ends_first=CaseKind(case.kind).ends_result,
        delivered=_delivered(case, earlier),
        particulars=kept_particulars(info, case.form, rule.fields if made else ()),
        served=(case.served.way, case.served.reference) if case.served else ('', ''),
    )


def _shown(applicant: Applicant, *, whole: bool) -> str:
    """The number of the applicant's card as a paper shows it; in full only where the law wants the holder's so."""
    hidden = applicant.kind == 'person' and not whole
    return mask_id_number(applicant.id_number) if hidden else applicant.id_number


def is_deemed(data: dict[str, Any]) -> bool:
    """Whether the law acted: the five days of §32 passed, or the validity of §50 ended."""
    return 'from_day' in data or 'expired' in data


def _is_provisional(data: dict[str, Any], case: Case) -> bool:
    """Whether the day that the paper names may still move; as long as five days run, they are the only limit."""
    if hearing := data.get('hearing'):
        return bool(hearing.get('provisional'))
    return case.due_is_provisional if case.promised_due else case.provisional


def _named(code: object) -> str:
    found = find(str(code)) if code else None
    return found.name if found else ''


def _hearing(data: dict[str, Any], case: Case) -> dict[str, Any]:
    """Of a hearing: the last day to ask for it, its own day, who hosts it, and the names that only the case keeps."""
    hearing = data.get('hearing')
    if not hearing:
        return {}
    held = hearing.get('called_for')
    return {
        'until': date.fromisoformat(hearing['ask_until']),
        'held_on': date.fromisoformat(held) if held else None,
        **{name: hearing.get(name, '') for name in ('hour', 'place', 'host')},
        'parties': case.hearing.parties if case.hearing else (),
        'asker': _asker(case),
    }


def _asker(case: Case) -> str:
    if case.hearing is None or case.hearing.own_motion:
        return 'organ'
    return 'party' if case.hearing.asked_by else ''


def _procedure(data: dict[str, Any]) -> dict[str, Any]:
    """The procedure that began, the days that it needs or that were added, and whether the clock stands still."""
    begun = data.get('procedure')
    if not begun:
        return {'days': int(data.get('days') or 0)}
    kind = ProcedureKind(begun['kind']).label
    return {'procedure': kind, 'days': begun['told_days'], 'stops': begun['stops'], 'special': begun['basis']}


def _licence(data: dict[str, Any], notice: Notice) -> tuple[str, str]:
    """Name and number of the certificate; the paper's own number where none is printed on it."""
    return str(data.get('licence') or ''), str(data.get('licence_number') or notice.number)


def _missing(case: Case, info: MatterInfo, data: dict[str, Any]) -> tuple[str, ...]:
    """The names that a correction asks for, with what may stand for each, or of the papers (codes) that came."""
    if 'missing' in data:
        materials = {one.name: one for one in info.materials}
        return tuple(say_asked(name, materials) for name in data['missing'])
    came = set(data.get('papers') or ())
    return tuple(paper.name for paper in case.papers if paper.code in came)


def _delivered(case: Case, earlier: list[Notice]) -> tuple[str, ...]:
    """What is served, one by one; a paper that was declared void meanwhile is not."""
    void = {paper.number for paper in earlier if paper.state == Notice.State.VOID}
    papers = case.served.papers if case.served else []
    return tuple(paper for paper in papers if not any(f'（{number}）' in paper for number in void))
