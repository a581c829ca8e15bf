"""What an administrator does with the hall, as mutations: one for each act on a hall in the registry."""

from typing import Any

import graphene
import structlog

from govhall.acts.hall import HallAct, HallPosted, hall_acts, perform
from govhall.api.access import actor_of, hall_here
from govhall.api.answers import CODE, FIELD, MESSAGE, BadInput, camel
from govhall.api.inputs import hall_input, plain
from govhall.api.parts import words
from govhall.kernel.errors import Refused

log = structlog.get_logger(__name__)


class ManagedAnswer(graphene.ObjectType):
    """The answer to an act of management. With a code nothing was changed."""

    id = graphene.UUID(description='Id of the letter or grant; null for other acts and with a code.')
    code = graphene.String(description=CODE)
    message = words(MESSAGE)
    field = graphene.String(description=FIELD)


def manage(info: graphene.ResolveInfo, act: HallAct, given: dict[str, Any]) -> dict[str, Any]:
    """Do it as the page does; what is refused leaves everything as it was. Only who may is told anything."""
    try:
        actor = actor_of(info, act.roles)
        form = act.form(plain(given))
        if not form.is_valid():
            raise BadInput(form)
        done = perform(act, HallPosted(hall_here(info), actor, form.cleaned_data))
    except BadInput as bad:
        return {'code': bad.answer.code, 'message': bad.answer.message, 'field': bad.answer.field}
    except Refused as refusal:
        log.info('act_refused', hall=info.context.actor.hall, act=act.mutation, reason=refusal.code)
        return {'code': refusal.code, 'message': str(refusal), 'field': camel(refusal.field) or None}
    return {'id': done.id, 'message': done.said}


def _field(act: HallAct) -> graphene.Field:
    def resolve(root: object, info: graphene.ResolveInfo, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        return manage(info, act, dict(input))

    taken = graphene.Argument(hall_input(act), required=True)
    return graphene.Field(ManagedAnswer, input=taken, description=act.does, resolver=resolve)


def hall_mutations() -> type:
    """What can be done with a hall: a field for each act that is registered now."""
    offered = {act.mutation: _field(act) for act in hall_acts() if act.mutation}
    return type('ManagingMutations', (graphene.ObjectType,), {'__doc__': 'What administrators do.'} | offered)
