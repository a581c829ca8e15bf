"""The root fields that change something: one for each act of the registry that the pages use too.

Two are written by hand, because to derive them would be longer. `receiveCase` has no case yet, and the papers that its
form asks for are those of the matter: it fills in the form of the counter (`desk/forms.py`), which is the one
description. `revealApplicant` changes nothing but the record of who looked: it answers with a person instead of a
case, and its page shows the person at once instead of leading back, so the registry would get a kind for it alone.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import graphene
import structlog

from govhall.acts.registry import Act, acts
from govhall.api.access import actor_of
from govhall.api.answers import ApplicantAnswer, BadInput, CaseAnswer, MutationAnswer, posted, refused
from govhall.api.inputs import input_type
from govhall.api.receive_case import ReceiveCaseInput, receive
from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.selectors import ACTING, READERS, case_for
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.form_answers import kept_lines
from govhall.desk.purposes import CHOSEN, chosen_purpose
from govhall.desk.services.reveal import disclose
from govhall.kernel.errors import Refused
from tenants.access import Actor

log = structlog.get_logger(__name__)
Resolver = Callable[..., MutationAnswer]


class RevealApplicantInput(graphene.InputObjectType):
    """Whose data, and what for."""

    uid = graphene.UUID(required=True, description='Id of the case.')
    purpose = graphene.String(required=True, description=f'One of {", ".join(CHOSEN)}; stands in the course.')


def act(info: graphene.ResolveInfo, done: Act[Any, Any], given: dict[str, Any]) -> MutationAnswer:
    """Do one act as the page does; what is refused leaves everything as it was."""
    actor: Actor | None = None
    try:
        actor = actor_of(info, done.roles or ACTING)
        case_for(given['uid'], actor)  # who may not open it learns nothing of it
        made = done.do(posted(done, given, actor))
    except BadInput as bad:
        return bad.answer
    except Refused as refusal:
        log.info('act_refused', hall=info.context.actor.hall, act=done.word or done.mutation, reason=refusal.code)
        return refused(refusal, _as_it_is(given['uid'], actor))
    case = made if isinstance(made, Case) else case_for(given['uid'], actor)
    return MutationAnswer(case=case, message=done.afterwards(made))


def _as_it_is(uid: UUID, actor: Actor | None) -> Case | None:
    try:
        return case_for(uid, actor) if actor else None
    except NoSuchCase:
        return None


def reveal(info: graphene.ResolveInfo, given: dict[str, Any]) -> MutationAnswer:
    """All data of the applicant, for a purpose that is recorded."""
    try:
        actor = actor_of(info, READERS)
        purpose = chosen_purpose(given['purpose'])
        case = disclose(uid=given['uid'], actor=actor, purpose=purpose)
    except Refused as refusal:
        return refused(refusal)
    lines = kept_lines(catalogue.matter(case.matter, version=case.matter_version), case.form, whole=True)
    said = f'已显示完整信息，用途：{purpose.label}。查看已记录。'
    return MutationAnswer(applicant=case.applicant, form=lines, message=said)


def _resolver(found: Act[Any, Any]) -> Resolver:
    switch = found.otherwise

    def resolve(root: object, info: graphene.ResolveInfo, input: dict[str, Any]) -> MutationAnswer:  # noqa: A002 - its name
        off = switch is not None and not input[switch.switch]
        return act(info, switch.act if switch and off else found, dict(input))

    return resolve


def on_a_case() -> list[Act[Any, Any]]:
    """The acts on a case that have a mutation."""
    return [found for found in acts() if found.mutation]


def _field(kind: type, taken: type, does: str, resolver: Resolver) -> graphene.Field:
    return graphene.Field(kind, input=graphene.Argument(taken, required=True), description=does, resolver=resolver)


class _Fixed(graphene.ObjectType):
    """The mutations that are no act on a case that is there; the docstring of the module says why."""

    receive_case = _field(
        CaseAnswer,
        ReceiveCaseInput,
        'Take papers in (收件): a new case, or the one that the same key made before.',
        lambda root, info, input: receive(info, dict(input)),  # noqa: A006
    )
    reveal_applicant = _field(
        ApplicantAnswer,
        RevealApplicantInput,
        'Show the applicant in full, for a purpose; each look is recorded.',
        lambda root, info, input: reveal(info, dict(input)),  # noqa: A006
    )


def case_mutations() -> type:
    """What can be done with cases: a field for each act that is registered now."""
    offered = {
        found.mutation: _field(CaseAnswer, input_type(found), found.does, _resolver(found)) for found in on_a_case()
    }
    return type('CaseworkMutations', (_Fixed,), {'__doc__': 'What can be done with cases.'} | offered)
