"""What an administrator of the hall does about powers, by the services of the pages: letters, grants, 进驻."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import graphene
import structlog
from django.db import transaction

from govhall.api.access import actor_of, hall_here
from govhall.api.answers import CODE, FIELD, MESSAGE, camel
from govhall.api.parts import words
from govhall.catalogue.centre import appoint_chief, empower_items, enter_items
from govhall.catalogue.exchange.cells import as_typed
from govhall.catalogue.exchange.giving import give_grant, withdraw_grant
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.rules import Mode, PersonalPower, VillageKind
from govhall.catalogue.services.authorising import LetterPaper, give_in, revoke_in
from govhall.doors.refusals import typed_line
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.audit import Action, record
from tenants.models import Hall

log = structlog.get_logger(__name__)
Power = graphene.Enum(
    'PersonalPower',
    [(one.name, one.value) for one in PersonalPower],
    description=lambda one: PersonalPower(one.value).label if one else 'A power in a letter (授权书).',
)
GrantMode = graphene.Enum(
    'GrantMode',
    [(one.name, one.value) for one in Mode],
    description=lambda one: Mode(one.value).label if one else 'How a hall came by its power.',
)
GrantVillage = graphene.Enum(
    'GrantVillage',
    [(one.name, one.value) for one in VillageKind],
    description=lambda one: VillageKind(one.value).label if one else 'What a village does with a matter.',
)
# The columns of the list of grants, by the fields of the input.
COLUMNS = {
    'matter': '事项编码',
    'hall': '大厅代码',
    'mode': '方式',
    'organ': '实施机关代码',
    'delegator': '委托或下放机关代码',
    'document': '文号',
    'village': '村级方式',
    'valid_from': '生效日期',
    'valid_to': '终止日期',
}
FIELDS = {column: name for name, column in COLUMNS.items()}


class ManagedAnswer(graphene.ObjectType):
    """The answer to an act of management. With a code nothing was changed."""

    id = graphene.UUID(description='Id of the letter or grant; null for other acts and with a code.')
    code = graphene.String(description=CODE)
    message = words(MESSAGE)
    field = graphene.String(description=FIELD)


@dataclass(frozen=True, slots=True)
class Managed:
    """A mutation: its name, what it does and takes, and how: what it gives is the id, if any, and what is said."""

    name: str
    does: str
    takes: Mapping[str, Any]
    do: Callable[[dict[str, Any], Hall, Actor], tuple[Any, str]]
    action: Action | None = None


def _text(description: str, *, required: bool = True) -> graphene.String:
    return graphene.String(required=required, description=description)


def _many(kind: type, description: str, *, required: bool = True) -> graphene.List:
    return graphene.List(graphene.NonNull(kind), required=required, description=description)


def _give_letter(given: dict[str, Any], hall: Hall, actor: Actor) -> tuple[Any, str]:
    powers = [PersonalPower(getattr(one, 'value', one)) for one in given['powers']]
    paper = LetterPaper(
        person_id=given['person'],
        powers=powers,
        matters=given.get('matters') or (),
        all_matters=bool(given.get('all_matters')),
        document=typed_line(given, 'document', label='授权书文号', most=100),
        grantor=typed_line(given, 'grantor', label='授权机关', most=100),
        organ=(given.get('organ') or '')[:18],
        valid_from=given['valid_from'],
        valid_to=given.get('valid_to'),
    )
    letter = give_in(hall=hall, giver=actor, paper=paper)
    return letter, '授权书已登记，到生效日期即可使用。'


def _revoke_letter(given: dict[str, Any], hall: Hall, actor: Actor) -> tuple[Any, str]:
    revoke_in(hall=hall.code, revoker=actor, authorisation_id=given['letter'])
    return given['letter'], '授权书已撤销，立即生效；此前作出的决定仍然有效。'


def _give_grant(given: dict[str, Any], hall: Hall, actor: Actor) -> tuple[Any, str]:
    said = {name: getattr(value, 'value', value) for name, value in given.items() if value is not None}
    said['mode'] = Mode(said['mode']).label
    if 'village' in said:
        said['village'] = VillageKind(said['village']).label
    cells = {COLUMNS[name]: _cell_of(said, name) for name in said.keys() & COLUMNS.keys()}
    cells['村级可收件'] = '是' if said.get('point_receipt') else '否'
    return give_grant(hall=hall.code, cells=cells), '赋权已登记，正在发往各级大厅，几秒钟后生效。'


def _cell_of(said: dict[str, Any], name: str) -> str:
    column = COLUMNS[name]
    return as_typed(column, typed_line(said, name, label=column, most=200))


def _withdraw_grant(given: dict[str, Any], hall: Hall, actor: Actor) -> tuple[Any, str]:
    withdraw_grant(hall=hall.code, grant_id=given['grant'], until=given['until'])
    return given['grant'], f'已收回，{given["until"]} 起不再有效；正在发往各级大厅。'


def _enter(given: dict[str, Any], hall: Hall, actor: Actor) -> tuple[Any, str]:
    return None, f'已登记进驻 {enter_items(hall=hall.code, codes=given["items"], on=given["since"])} 项。'


def _empower(given: dict[str, Any], hall: Hall, actor: Actor) -> tuple[Any, str]:
    return None, f'已登记授权到位 {empower_items(hall=hall.code, codes=given["items"], on=given["since"])} 项。'


def _appoint(given: dict[str, Any], hall: Hall, actor: Actor) -> tuple[Any, str]:
    document = typed_line(given, 'document', label='任命文号', most=100)
    appoint_chief(hall=hall.code, department=given['department'], person_id=given['person'], document=document)
    return None, '已登记首席代表。'


CENTRE = Action.CENTRE_CHANGED
DAY = {'since': graphene.Date(required=True, description='Since which day.')}
ITEMS = {'items': _many(graphene.String, 'Codes of the items.')}
PERSON = {'person': graphene.Int(required=True, description='Id of the person, as `staff` gives it.')}
MANAGED = (
    Managed(
        'give_letter',
        'Give somebody else of this hall a letter of authorisation (授权书), from today on. NOT_OF_THIS_HALL, '
        'TO_ONESELF, BEGINS_IN_THE_PAST, NO_MATTER_CHOSEN, UNKNOWN_MATTER.',
        PERSON
        | {
            'powers': _many(Power, 'What it gives.'),
            'matters': _many(graphene.String, 'Codes of matters, unless all.', required=False),
            'all_matters': graphene.Boolean(description='All matters of the hall, instead of `matters`.'),
            'grantor': _text('Who gives it.'),
            'document': _text('Its number.'),
            'organ': _text('Credit code of the organ whose head the person is, with HEAD.', required=False),
            'valid_from': graphene.Date(required=True, description='First day.'),
            'valid_to': graphene.Date(description='Last day, on which it still holds; none: no end.'),
        },
        _give_letter,
    ),
    Managed(
        'revoke_letter',
        'Revoke a letter at this second. UNKNOWN_AUTHORISATION.',
        {'letter': graphene.UUID(required=True, description='Id of the letter.')},
        _revoke_letter,
    ),
    Managed(
        'give_grant',
        'Give a hall directly below a power (委托, 赋权, 审核转报, 代收), or change it. BAD_CELL, BAD_GRANT.',
        {
            'matter': _text('Code of the matter.'),
            'hall': _text('Code of the hall below.'),
            'mode': GrantMode(required=True, description='How.'),
            'organ': _text('Credit code of the organ in whose name it acts.'),
            'delegator': _text('Credit code of the organ that gives it.', required=False),
            'document': _text('Number of the document.', required=False),
            'village': GrantVillage(description='What villages do with it.'),
            'point_receipt': graphene.Boolean(description='Whether village points receive for the organ.'),
            'valid_from': graphene.Date(description='First day; none: at once.'),
            'valid_to': graphene.Date(description='It gives nothing from this day on; none: no end.'),
        },
        _give_grant,
        Action.GRANT_CHANGED,
    ),
    Managed(
        'withdraw_grant',
        'Withdraw a power by date (收回). NO_SUCH_GRANT, WRONG_WITHDRAWAL_DATE, BAD_CELL.',
        {
            'grant': graphene.UUID(required=True, description='Id of the grant.'),
            'until': graphene.Date(required=True, description='It gives nothing from this day on.'),
        },
        _withdraw_grant,
        Action.GRANT_CHANGED,
    ),
    Managed('enter_items', 'Items are handled in the hall since a day (进驻). NOT_THEN.', ITEMS | DAY, _enter, CENTRE),
    Managed(
        'empower_items', 'Windows decide items in full since a day (授权到位). NOT_THEN.', ITEMS | DAY, _empower, CENTRE
    ),
    Managed(
        'appoint_chief',
        'Appoint the chief representative (首席代表) of a department. NOT_A_CHIEF.',
        PERSON | {'department': _text('Code of the department.'), 'document': _text('Number of the appointment.')},
        _appoint,
        CENTRE,
    ),
)


def manage(info: graphene.ResolveInfo, one: Managed, given: dict[str, Any]) -> dict[str, Any]:
    """Do it as the page does; what is refused leaves everything as it was. Only the hall's administrators may."""
    try:
        actor = actor_of(info, frozenset(MANAGERS))
        with transaction.atomic():
            made, said = one.do(given, hall_here(info), actor)
            if one.action:  # a letter writes its own entry
                told = {'act': one.name, 'said': said}
                record(one.action, who=actor, hall=actor.hall, subject=str(made or one.name), detail=told)
    except Refused as refusal:
        log.info('act_refused', hall=info.context.actor.hall, act=one.name, reason=refusal.code)
        field = FIELDS.get(refusal.field, refusal.field)
        return {'code': refusal.code, 'message': str(refusal), 'field': camel(field) or None}
    log.info('powers_managed', hall=actor.hall, act=one.name, person=actor.person_id, outcome='done')
    return {'id': made, 'message': said}


def _field(one: Managed) -> graphene.Field:
    name = ''.join(part.capitalize() for part in one.name.split('_')) + 'Input'
    taken = type(name, (graphene.InputObjectType,), {'__doc__': one.does} | dict(one.takes))

    def resolve(root: object, info: graphene.ResolveInfo, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        return manage(info, one, dict(input))

    return graphene.Field(
        ManagedAnswer, input=graphene.Argument(taken, required=True), description=one.does, resolver=resolve
    )


ManagingMutations = type(
    'ManagingMutations',
    (graphene.ObjectType,),
    {'__doc__': 'What administrators do about powers.'} | {one.name: _field(one) for one in MANAGED},
)
