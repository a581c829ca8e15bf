"""What a case consists of, as GraphQL types; the structures are those that also travel between halls."""

from typing import Any

import graphene

from federation.contracts.records import Served
from govhall.casework.models import CaseRequest
from govhall.desk.timeline import REQUESTS
from govhall.documents.rules.service import WayOfService


def words(description: str) -> graphene.Field:
    """A text that is always there, empty where there is nothing to say."""
    return graphene.String(required=True, description=description)


def listed(kind: type, description: str) -> graphene.Field:
    """A list without holes."""
    return graphene.List(graphene.NonNull(kind), required=True, description=description)


class CaseApplicant(graphene.ObjectType):
    """Who applies. Masked, except in the answer of revealApplicant."""

    kind = words('person or organisation.')
    name = words('Name of the person or organisation.')
    id_number = words('ID card number (GB 11643) or unified social credit code (GB 32100).')
    phone = words('Mobile phone, or empty.')
    agent = words('Name of who came in their place, or empty.')
    mandate = words('Number of the mandate under which they came (代办委托), or empty.')


class CaseFile(graphene.ObjectType):
    """A file by its content; it has no name, for names tell of people."""

    hash = words('SHA-256.')
    type = words('Media type.')
    size = graphene.Int(required=True, description='Bytes.')


class CasePaper(graphene.ObjectType):
    """One line of the material checklist (材料清单)."""

    code = words('Code of the material in the catalogue.')
    name = words('Its name.')
    required = graphene.Boolean(required=True, description='Whether the case cannot be accepted without it.')
    status = words('handed_in, on_file or missing.')
    way = words('later (容缺), undertaking (告知承诺), or empty for the material itself.')
    until = graphene.Date(description='By when what comes later is to be brought.')
    files = listed(CaseFile, 'Its files, by their content.')


class CaseOpinion(graphene.ObjectType):
    """The signed opinion of a hall (审查意见, 行政许可法 §35)."""

    hall = words('Code of the hall.')
    by = words('Who signed it.')
    at = graphene.DateTime(required=True, description='When it was signed.')
    text = words('The opinion.')


class CaseFormLine(graphene.ObjectType):
    """One answer in the form of the matter (申请表)."""

    label = words('The label of the field, in Chinese.')
    values = graphene.List(
        graphene.NonNull(graphene.String), required=True, description='The answer in words; of a list one for each row.'
    )
    masked = graphene.Boolean(required=True, description='True if it may name people and is hidden.')


class CaseStop(graphene.ObjectType):
    """A station on the road of the case."""

    hall = words('Code of the hall that had it.')
    hop = graphene.Int(required=True, description='Number of the hand-over; 0 where it began.')
    kind = words('How it came there: counter, point, report, receipt, transfer, assign, return, recall or refusal.')
    at = graphene.DateTime(required=True, description='When.')
    reason = words('Why, where a reason was given.')


class CaseOutcome(graphene.ObjectType):
    """How the case ended, and in whose name."""

    kind = words('approved, refused, not_accepted, withdrawn or terminated.')
    label = words('The same in Chinese.')
    at = graphene.DateTime(required=True, description='When.')
    hall = words('Code of the deciding hall.')
    organ = words('Name of the organ in whose name it was decided (实施主体).')
    reason = words('The reason, which a refusal always has (行政许可法 §38).')
    valid_until = graphene.Date(description='Last day on which a licence is valid; null if it has no end.')
    paper = words('Number of the paper of the decision, or empty.')
    check = words('Where anybody can check that paper, or empty.')


class CaseLicence(graphene.ObjectType):
    """The certificate that was made of the grant (证照, 行政许可法 §39)."""

    name = words('Name of the certificate.')
    number = words('Its number (证照编号).')
    at = graphene.DateTime(required=True, description='When it was made.')
    hall = words('Code of the hall that made it.')
    by = words('Who made it.')
    valid_until = graphene.Date(description='Last day on which it is valid; null if it has no end.')
    paper = words('Number of its sealed file.')
    check = words('Where anybody can check that file.')


class CaseServed(graphene.ObjectType):
    """How the result was served (送达方式), and which papers."""

    way = words(f'One of {", ".join(WayOfService)}.')
    way_label = words('The same in Chinese.')
    reference = words('Number of the letter by post, the organ entrusted, or where it was published; else empty.')
    papers = graphene.List(
        graphene.NonNull(graphene.String), required=True, description='The papers, each with its number.'
    )

    @staticmethod
    def resolve_way_label(root: Served, info: graphene.ResolveInfo) -> str:
        """The word on screen."""
        return WayOfService(root.way).label


class CaseOfficer(graphene.ObjectType):
    """Who looked on the spot."""

    membership = graphene.Int(required=True, description='Id of the membership at the hall of the check.')
    name = words('Name on the record.')


class CaseSiteCheck(graphene.ObjectType):
    """The record of a check on the spot by two officers or more (现场核查, 行政许可法 §34)."""

    hall = words('Code of the hall whose officers went.')
    on = graphene.Date(required=True, description='The day.')
    place = words('Where.')
    officers = listed(CaseOfficer, 'Two or more.')
    finding = words('What they found.')
    signed = graphene.Boolean(required=True, description='Whether the applicant signed the record.')
    why_not = words('Why not, or empty.')


class CaseAsked(graphene.ObjectType):
    """A request between halls about the case, answered once."""

    kind = words('withdraw, supplement, recall, assist or oversight.')
    label = words('The same in Chinese.')
    asked_by = words('Code of the hall that asked.')
    asked_at = graphene.DateTime(required=True, description='When it was asked.')
    reason = words('What was asked, in words.')
    granted = graphene.Boolean(description='The answer; null while it is awaited.')
    answer = words('The answer in words, or empty.')

    @staticmethod
    def resolve_label(root: CaseRequest, info: graphene.ResolveInfo) -> str:
        """The word on screen."""
        return REQUESTS.get(root.kind, root.kind)


class CaseLine(graphene.ObjectType):
    """One event in the course of the case."""

    at = graphene.DateTime(required=True, description='When it happened.')
    what = words('What happened, in Chinese.')
    detail = words('What belongs to it: where to, what was missing, why.')
    who = words('Who did it; empty for the system and for messages.')
    where = words('In which hall, by name.')


class CaseAction(graphene.ObjectType):
    """Something that the caller may do with the case now: state, role, grant and letter have been asked."""

    mutation = words('The mutation that does it; empty for the rating, which only the applicant gives, at the counter.')
    label = words('What the button on the page says.')
    leads = words('Where it leads, in Chinese.')
    halls = graphene.List(
        graphene.NonNull(graphene.String), required=True, description='Codes of the halls that `to` may name.'
    )

    @staticmethod
    def resolve_halls(root: dict[str, Any], info: graphene.ResolveInfo) -> list[str]:
        """The codes only."""
        return [code for code, _ in root['halls']]
