"""Papers that another system has taken come in: the checks of the counter's form, once for each key."""

from typing import Any

import graphene
from django.utils import timezone
from graphene.types.generic import GenericScalar

from govhall.api.access import actor_of, hall_here
from govhall.api.answers import BadInput, MutationAnswer, refused
from govhall.casework.acts.receive import received
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.services.reception import UnknownPoint, receive_case
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.checklist import MANDATE
from govhall.catalogue.form_answers import FormRefused
from govhall.catalogue.selectors import MatterInfo, point_may_receive
from govhall.desk.answer_sheet import sheet_of
from govhall.desk.application_form import point_choices
from govhall.desk.forms import ApplicationForm
from govhall.forms.cells import FormFault
from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import CaseKind
from govhall.materials.ways import LATER, ON_FILE, UNDERTAKING
from tenants.access import Actor
from tenants.models import Hall
from tenants.roles import Role

TAKERS = frozenset({Role.CLERK, Role.AGENT})


class UnknownPaper(Refused):
    """A code that is not on the material list."""

    code = 'UNKNOWN_PAPER'
    sentence = '材料清单里没有这些材料：{papers}。请核对材料编码。'


class ReceiveCaseInput(graphene.InputObjectType):
    """An application as it was handed in."""

    submission = graphene.UUID(
        required=True,
        description='Idempotency key, made by the caller for each application: sent twice it is one case; '
        'with another content, KEY_USED.',
    )
    matter = graphene.String(required=True, description='Code of the matter.')
    kind = graphene.String(required=True, description='person or organisation.')
    name = graphene.String(required=True, description='Name of the applicant; at most 60 characters.')
    id_number = graphene.String(required=True, description='ID card number or credit code; check digits are checked.')
    phone = graphene.String(description='Mobile phone.')
    agent = graphene.String(description='Name of who came in their place.')
    document = graphene.String(description='Type of the document of a person (GA/T 2000.156); none: 居民身份证.')
    representative = graphene.String(description='Legal representative of an organisation.')
    agent_number = graphene.String(description='ID card number of who came in their place.')
    agent_phone = graphene.String(description='Mobile phone of who came in their place.')
    mandate = graphene.String(
        description='Number of a recorded mandate under which the agent applies (代办委托). MANDATE_UNKNOWN, '
        'MANDATE_ENDED, MANDATE_NOT_BEGUN, MANDATE_WITHDRAWN, MANDATE_OUT_OF_SCOPE, MANDATE_OF_ANOTHER.'
    )
    papers = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description=f'Codes of the materials that are there; of an agent without recorded mandate also `{MANDATE}` '
        '(授权委托书). MANDATE_NEEDED.',
    )
    later = graphene.List(
        graphene.NonNull(graphene.String),
        description='Codes of required materials that come later (容缺), where the matter allows. LATER_NOT_ALLOWED.',
    )
    undertakings = graphene.List(
        graphene.NonNull(graphene.String),
        description='Codes of materials for which a signed undertaking was handed in (告知承诺). '
        'UNDERTAKING_NOT_ALLOWED.',
    )
    on_file = graphene.List(
        graphene.NonNull(graphene.String),
        description='Codes of materials that the hall takes from what it has on file, identity checked and with the '
        "applicant's consent. NOT_ON_FILE.",
    )
    about = graphene.String(
        description=f'What is done to an earlier result: one of {", ".join(CaseKind)}; new if it builds on none.'
    )
    first_number = graphene.String(description='Number of the earlier case; with every kind but new.')
    point = graphene.String(description='Code of the village point where it was handed in; own one of an agent.')
    form = GenericScalar(
        description='Answers to the form of the matter (`formSchema`), by name: texts, numbers, days as 2026-12-03, '
        'choices by value, lists of rows. What a condition hides is not kept. FORM_REFUSED, with `faults`.'
    )


def receive(info: graphene.ResolveInfo, given: dict[str, Any]) -> MutationAnswer:
    """Take the papers in the hall of the address."""
    try:
        actor, hall = actor_of(info, TAKERS), hall_here(info)
        matter = catalogue.matter(given['matter'])
        form = _form(given, matter, hall, actor)
        case = _take(form, matter, hall, actor)
    except BadInput as bad:
        return bad.answer
    except Refused as refusal:
        return refused(refusal)
    said = received(case) if case.state == State.RECEIVED else f'已登记，现在是「{State(case.state).label}」。'
    return MutationAnswer(case=case, message=said)


def _form(given: dict[str, Any], matter: MatterInfo, hall: Hall, actor: Actor) -> ApplicationForm:
    ways = {
        LATER: given.get('later') or [],
        UNDERTAKING: given.get('undertakings') or [],
        ON_FILE: given.get('on_file') or [],
    }
    named = {*given['papers'], *(code for codes in ways.values() for code in codes)}
    unknown = named - {material.code for material in matter.materials} - ({MANDATE} if given.get('agent') else set())
    if unknown:
        raise UnknownPaper(field='papers', papers='、'.join(sorted(unknown)[:10]))
    if actor.own_points and given.get('point') not in (None, '', *actor.own_points):
        raise UnknownPoint(field='point')  # an agent takes papers at the own point only
    ticked = {f'paper-{code}': 'handed_in' for code in given['papers']}
    ticked |= {f'{way}-{code}': '1' for way, codes in ways.items() for code in codes}
    asked = {name: value for name, value in given.items() if name != 'form'}
    sheet = sheet_of(matter, {}, hall, answers=_answers(given, matter))
    form = ApplicationForm({**asked, **ticked}, matter=matter, points=point_choices(hall), sheet=sheet)
    if form.errors:
        raise BadInput(form)
    if sheet is not None and sheet.faults:
        raise FormRefused(sheet.faults)
    return form


def _answers(given: dict[str, Any], matter: MatterInfo) -> dict[str, Any]:
    answers = given.get('form') or {}
    if not isinstance(answers, dict) or (answers and matter.form is None):
        said = '这个事项没有申请表。' if matter.form is None else '申请表的内容应按字段名给出。'
        raise FormRefused({'': FormFault('FORM_WRONG_TYPE', said)})
    return answers


def _take(form: ApplicationForm, matter: MatterInfo, hall: Hall, actor: Actor) -> Case:
    point, as_agent = str(form.cleaned_data['point']), False
    if Role.AGENT in actor.roles and (point or Role.CLERK not in actor.roles):
        point = actor.point or point
        if not point:
            raise UnknownPoint(field='point')
        as_agent = not point_may_receive(matter.code, hall.code, timezone.now())
    application = form.application(point=point, as_agent=as_agent)
    return receive_case(application=application, actor=actor)
