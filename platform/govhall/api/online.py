"""Online applications (网上申报) that wait for the window: the queue, receiving one, returning one."""

from typing import Any

import graphene
import structlog

from federation.contracts.case import Applicant
from govhall.api.access import actor_of
from govhall.api.answers import CODE, FIELD, MESSAGE, BadInput, CaseAnswer, MutationAnswer, posted, refused
from govhall.api.inputs import online_input
from govhall.api.parts import CaseApplicant, CaseFile, listed, words
from govhall.applications.models import OnlineApplication
from govhall.applications.online_act import OnlineAct, online_acts
from govhall.applications.selectors import is_late, waiting
from govhall.forms.applicant import masked_applicant
from govhall.kernel.errors import Refused
from tenants.roles import Role

CLERKS = frozenset({Role.CLERK})
log = structlog.get_logger(__name__)


class OnlinePaper(graphene.ObjectType):
    """The files that the applicant sent for one material."""

    code = words('Code of the material in the catalogue.')
    files = listed(CaseFile, 'Its files, by their content.')


class OnlineWaiting(graphene.ObjectType):
    """An application that was submitted and is no case yet. Its query word is the applicant's alone."""

    class Meta:
        name = 'OnlineApplication'

    uid = graphene.UUID(required=True, description='Id of the application; it is not that of the case to be.')
    number = words('Number, which the case keeps.')
    version = graphene.Int(required=True, description='To be sent with an act, so that nothing unseen is changed.')
    matter = words('Code of the matter.')
    area = words('Village of the applicant, or empty.')
    applicant = graphene.Field(graphene.NonNull(CaseApplicant), description='Who applies, masked.')
    papers = listed(OnlinePaper, 'What was sent; a material without a file is not there.')
    submitted_at = graphene.DateTime(required=True, description='When it was submitted.')
    due = graphene.Date(required=True, description='The window receives or returns it by then: one working day.')
    late = graphene.Boolean(required=True, description='Whether that day is over.')

    @staticmethod
    def resolve_applicant(root: OnlineApplication, info: graphene.ResolveInfo) -> Applicant:
        """Masked as on the page."""
        return masked_applicant(root)

    @staticmethod
    def resolve_papers(root: OnlineApplication, info: graphene.ResolveInfo) -> list[dict[str, Any]]:
        """By the order of their codes."""
        return [{'code': code, 'files': files} for code, files in sorted(root.files.items()) if files]

    @staticmethod
    def resolve_late(root: OnlineApplication, info: graphene.ResolveInfo) -> bool:
        """As the page marks it."""
        return is_late(root)


class OnlinePage(graphene.ObjectType):
    """A page of the queue, the first submitted first."""

    applications = listed(OnlineWaiting, 'At most 50.')
    end_cursor = graphene.String(description='`after` of the next page; null on the last one.')


class ReturnedAnswer(graphene.ObjectType):
    """Whether the application was returned. With a code nothing was changed."""

    code = graphene.String(description=CODE)
    message = graphene.String(required=True, description=MESSAGE)
    field = graphene.String(description=FIELD)


class OnlineQueries(graphene.ObjectType):
    """What waits for the window."""

    online_applications = graphene.Field(
        OnlinePage,
        after=graphene.String(description='`endCursor` of the page before.'),
        description='The queue of the window, 50 a page; clerks only. Errors: BAD_CURSOR, NOT_YOUR_ROLE.',
    )

    @staticmethod
    def resolve_online_applications(root: object, info: graphene.ResolveInfo, after: str = '') -> dict[str, Any]:
        """A page by keyset."""
        queue = waiting(actor_of(info, CLERKS), after=after)
        return {'applications': queue.rows, 'end_cursor': queue.after or None}


def online_mutations() -> type:
    """What the window does with an application: a field for each act that is registered now."""
    offered = {act.mutation: _field(act) for act in online_acts()}
    return type('OnlineMutations', (graphene.ObjectType,), {'__doc__': 'What the window does.'} | offered)


def _field(act: OnlineAct) -> graphene.Field:
    def resolve(root: object, info: graphene.ResolveInfo, input: dict[str, Any]) -> MutationAnswer:  # noqa: A002
        return _done(info, act, dict(input))

    taken = graphene.Argument(online_input(act), required=True)
    kind = CaseAnswer if act.makes_case else ReturnedAnswer
    return graphene.Field(kind, input=taken, description=act.does, resolver=resolve)


def _done(info: graphene.ResolveInfo, act: OnlineAct, given: dict[str, Any]) -> MutationAnswer:
    try:
        made = act.do(posted(act, given, actor_of(info, act.roles)))
    except BadInput as bad:
        return bad.answer
    except Refused as refusal:
        log.info('act_refused', hall=info.context.actor.hall, act=act.mutation, reason=refusal.code)
        return refused(refusal)
    return MutationAnswer(case=made, message=act.afterwards(made))
