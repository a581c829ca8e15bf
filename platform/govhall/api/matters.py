"""The matters of the hall with what an applicant must bring."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import graphene
from graphene.types.generic import GenericScalar

from govhall.api.parts import listed, words
from govhall.catalogue.selectors import MatterInfo, search_matters
from govhall.forms.schema import schema_of
from govhall.look.pages import cut

MOST_MATTERS = 50
ALL = 100_000


class MaterialType(graphene.ObjectType):
    """One material that an applicant hands in (申报材料)."""

    class Meta:
        name = 'Material'

    code = words('Code of the material, as `papers` names it.')
    name = words('Its name.')
    required = graphene.Boolean(required=True, description='Whether the case cannot be accepted without it.')
    form = words('原件, 复印件, 电子件 or a combination.')
    copies = graphene.Int(required=True, description='How many of each. Unit: copies.')
    source = words('Who issues it, or which data replace it.')
    channel = words('Where it comes from: applicant, government or other; empty: not said.')
    licence_grade = words('Grade of trust, A to D, of an electronic licence that serves for it; empty: none.')
    later_days = graphene.Int(
        required=True, description='It may come within so many days (容缺); 0: no. Unit: working days.'
    )
    valid_months = graphene.Int(required=True, description='How old it may be; 0: not said. Unit: months.')
    undertaking = graphene.Boolean(required=True, description='Whether a signed undertaking may replace it (告知承诺).')


class CaseMatter(graphene.ObjectType):
    """A matter (事项) that one can apply for."""

    code = words('Code in the catalogue (实施编码).')
    basic_code = words('Code of the basic entry (基本编码).')
    name = words('Full name.')
    short_name = words('Name on counters.')
    version = graphene.Int(required=True, description='Version in the catalogue; a case keeps that of its receipt.')
    legal_basis = words('Legal basis (设定依据).')
    is_instant = graphene.Boolean(required=True, description='Decided on the spot (即办件).')
    promised_days = graphene.Int(required=True, description='Promised limit. Unit: working days.')
    statutory_days = graphene.Int(description='Legal limit. Unit: working days; null: no law sets one (无法定时限).')
    limits = words('Both limits as the guide says them (办理时限).')
    certificate = words('The certificate that a grant brings (证照), or empty.')
    term_months = graphene.Int(
        description='How long a result is valid (有效期). Unit: months; 0: 长期, null: not said.'
    )
    site_check = graphene.Boolean(required=True, description='Two officers look on the spot first (现场核查, §34).')
    materials = listed(MaterialType, 'The material list (申报材料目录).')
    form_schema = GenericScalar(description='JSON Schema of the form (申请表); null where there is none.')

    @staticmethod
    def resolve_form_schema(root: MatterInfo, info: graphene.ResolveInfo) -> dict[str, Any] | None:
        """Made of the form's definition."""
        return schema_of(root.form) if root.form else None


class MatterPage(graphene.ObjectType):
    """A page of matters."""

    matters = listed(CaseMatter, f'At most {MOST_MATTERS}: by code, or what fits the words best first.')
    end_cursor = graphene.String(description='`after` of the next page; null on the last one.')


class Matters(NamedTuple):
    """A page of matters and where the next begins."""

    matters: Sequence[MatterInfo]
    end_cursor: str | None


def page_of_matters(hall: str, typed: str, after: str) -> Matters:
    """The matters of the hall in which all words occur, behind the one with the code `after`."""
    found = search_matters(hall, typed, most=ALL)
    codes = [matter.code for matter in found]
    start = codes.index(after) + 1 if after in codes else 0
    page = cut(found[start : start + MOST_MATTERS + 1], MOST_MATTERS, lambda one: one.code)
    return Matters(page.rows, page.after or None)
