"""Whether who applied online was seen (核验身份), as GraphQL tells it."""

from typing import Any

import graphene
import msgspec

from govhall.api.parts import words
from govhall.casework.models import Case
from govhall.casework.selectors import hall_names
from govhall.identity.words import checked_words


class CaseIdentity(graphene.ObjectType):
    """Whether who applied online was seen by a person of a hall (核验身份)."""

    checked = graphene.Boolean(required=True, description='Until it is true, no result is served.')
    label = words('Who was seen how and where, in Chinese.')
    seen = words('self, agent, representative, officer, or empty.')
    document = words('Type of the document (GA/T 2000.156), or empty.')
    hall = words('Code of the hall that checked, or empty.')
    by = words('Who checked, or empty.')
    at = graphene.DateTime(description='When; null before.')


def _resolve(root: Case, info: graphene.ResolveInfo) -> dict[str, Any] | None:
    """As on the page; no query for who came to a counter."""
    applicant = root.applicant
    if not applicant.online:
        return None
    check = applicant.checked
    told = msgspec.structs.asdict(check) if check else dict.fromkeys(('seen', 'document', 'hall', 'by'), '')
    names = hall_names([check.hall]) if check else {}
    return {**told, 'checked': check is not None, 'label': checked_words(applicant, names)}


IDENTITY = graphene.Field(
    CaseIdentity, resolver=_resolve, description='The check of who applied online; null for who came to a counter.'
)
