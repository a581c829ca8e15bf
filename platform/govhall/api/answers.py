"""What a mutation answers: the case, or why not. A refusal is data, not an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import graphene
from django import forms

from federation.contracts.case import Applicant
from govhall.acts.registry import Described, PostedAct
from govhall.api.parts import CaseApplicant, CaseFormLine
from govhall.api.types import CaseWhole
from govhall.casework.models import Case
from govhall.catalogue.form_answers import FormRefused, fault_list
from govhall.forms.lines import FormLine
from govhall.kernel.errors import Refused
from tenants.access import Actor

CODE = 'Null if it was done; otherwise a stable code, such as STALE_VERSION, NOT_YOUR_ROLE or PAPERS_MISSING.'
MESSAGE = 'In Chinese: what was done, or why not and what to do.'
FIELD = 'The field of the input that the refusal is about; null if it is about none.'


class AnswerFault(graphene.ObjectType):
    """What is wrong at one place of the form of a matter."""

    class Meta:
        name = 'FormFault'

    field = graphene.String(required=True, description='Name of the field, or `rows.2.column` in a list of rows.')
    code = graphene.String(required=True, description='Such as FORM_MISSING, FORM_NO_NUMBER, FORM_TOO_LARGE.')
    message = graphene.String(required=True, description='In Chinese.')


class CaseAnswer(graphene.ObjectType):
    """The answer to an act. With a code nothing was changed."""

    case = graphene.Field(
        CaseWhole, description='The case after the act, or as it is now; null if the caller may not open it.'
    )
    code = graphene.String(description=CODE)
    message = graphene.String(required=True, description=MESSAGE)
    field = graphene.String(description=FIELD)
    faults = graphene.List(
        graphene.NonNull(AnswerFault), description='With FORM_REFUSED: all that is wrong in the form, in its order.'
    )


class ApplicantAnswer(graphene.ObjectType):
    """The applicant in full, or why not. The look stands in the course of the case, with its purpose."""

    applicant = graphene.Field(CaseApplicant, description='All data of the applicant; null with a code.')
    form = graphene.List(
        graphene.NonNull(CaseFormLine), description='The form of the matter in full; null with a code.'
    )
    code = graphene.String(description=CODE)
    message = graphene.String(required=True, description=MESSAGE)
    field = graphene.String(description=FIELD)


@dataclass(frozen=True, kw_only=True)
class MutationAnswer:
    """Either done, or refused with a code."""

    message: str
    code: str | None = None
    field: str | None = None
    case: Case | None = None
    applicant: Applicant | None = None
    faults: list[dict[str, str]] | None = None
    form: list[FormLine] | None = None


class BadInput(Exception):
    """A field of the input is not what it must be; `answer` says which."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__()
        name, errors = next(iter(form.errors.as_data().items()))
        code = (errors[0].code or 'invalid').upper()
        message = ' '.join(str(text) for text in errors[0].messages)
        self.answer = MutationAnswer(code=code, message=message, field=camel(name))


def posted(act: Described, given: Mapping[str, Any], actor: Actor) -> PostedAct:
    """The input of a mutation as a page would have posted it. Raises BadInput."""
    form = act.form(given)
    if not form.is_valid():
        raise BadInput(form)
    return PostedAct(given['uid'], form.cleaned_data.get('version', 0), actor, form.cleaned_data)


def refused(refusal: Refused, case: Case | None = None) -> MutationAnswer:
    """The answer to what a rule forbids."""
    faults = fault_list(refusal.faults) if isinstance(refusal, FormRefused) else None
    field = refusal.field if faults else camel(refusal.field)
    return MutationAnswer(code=refusal.code, message=str(refusal), field=field or None, case=case, faults=faults)


def camel(name: str) -> str:
    """A field's name as clients write it."""
    first, *more = name.split('_')
    return first + ''.join(part.capitalize() for part in more)
