"""What stands beside a case, as GraphQL types: the papers that were issued (文书) and the charges (收费)."""

import graphene
from django.urls import reverse

from govhall.api.parts import words
from govhall.billing.models import CaseFee
from govhall.documents.addresses import address_of
from govhall.documents.models import Notice
from govhall.tariffs.words import plain
from tenants.middleware import hall_of


class CaseNotice(graphene.ObjectType):
    """A paper that this hall issued in the case (文书)."""

    uid = graphene.UUID(required=True, description='Id of the paper.')
    code = words('Code of its kind: 01 receipt, 02 correction, 04 acceptance, 07 refusal, A1 approval and so on.')
    title = words('What it is called.')
    number = words('Its number in the register of the organ; a void paper keeps it.')
    organ = words('The organ in whose name it was issued.')
    organ_code = words('Credit code of that organ.')
    state = words('ordered (its file is being made), issued or void.')
    acted_at = graphene.DateTime(required=True, description='When the act was done that issued it.')
    file = words('SHA-256 of the sealed PDF; empty while it is being made.')
    check = words('Where anybody can check it.')
    file_path = graphene.String(
        description='Address of the sealed PDF on this host, with the same token; null while it is being made.'
    )

    @staticmethod
    def resolve_organ(root: Notice, info: graphene.ResolveInfo) -> str:
        """The name on the paper."""
        return root.organ_name

    @staticmethod
    def resolve_file_path(root: Notice, info: graphene.ResolveInfo) -> str | None:
        """Ids only: nothing about people stands in an address."""
        there = root.file and root.state != Notice.State.VOID
        return reverse('system_paper', args=[root.case_uid, root.uid]) if there else None

    @staticmethod
    def resolve_check(root: Notice, info: graphene.ResolveInfo) -> str:
        """The address in the square."""
        return address_of(hall_of(info.context).code, root)


class CaseArchived(graphene.ObjectType):
    """The file of the case in the archive (卷): a sealed package."""

    number = words('Its number (档号).')
    version = graphene.Int(required=True, description='A case that changed afterwards has another version.')
    retention = words('permanent, thirty or ten: for ever, or years.')
    keep_until = graphene.Date(description='Last day on which it must be kept; null for ever.')
    hash = words('SHA-256 of the package.')
    at = graphene.DateTime(required=True, description='When it was archived.')


class CaseCharge(graphene.ObjectType):
    """A charge of the case. Amounts are yuan with two decimals, as text."""

    uid = graphene.UUID(required=True, description='Id of the charge.')
    item = words('What is charged, as the catalogue calls it.')
    organ = words('The organ that charges.')
    basis = words('Its legal basis.')
    standard = words('What the catalogue publishes, or what the quantity comes to by it.')
    amount = words('What is asked.')
    reduction = words('Why it is less, or empty.')
    quantity = graphene.String(description='By how much it was charged; null for a fixed sum.')
    unit = words('The unit of the quantity, or empty.')
    working = words('How the standard was worked out of the quantity, or empty.')
    order = graphene.String(description='Number of its payment order (缴款单); null while it waits for one.')
    paid_at = graphene.DateTime(description='When it was paid.')
    receipt = words('Code and number of the receipt of the treasury (财政电子票据); empty before it is paid.')
    refunded = words('What was given back.')
    red_receipt = words('Code and number of the red receipt (红字), or empty.')
    cancelled_at = graphene.DateTime(description='When it was taken back.')

    @staticmethod
    def resolve_organ(root: CaseFee, info: graphene.ResolveInfo) -> str:
        """By name."""
        return root.organ_name

    @staticmethod
    def resolve_order(root: CaseFee, info: graphene.ResolveInfo) -> str | None:
        """By number."""
        return root.order_id

    @staticmethod
    def resolve_quantity(root: CaseFee, info: graphene.ResolveInfo) -> str | None:
        """Without needless zeros."""
        return None if root.quantity is None else plain(root.quantity)

    @staticmethod
    def resolve_receipt(root: CaseFee, info: graphene.ResolveInfo) -> str:
        """Of the whole order."""
        return root.order.receipt if root.order else ''

    @staticmethod
    def resolve_paid_at(root: CaseFee, info: graphene.ResolveInfo) -> object:
        """With its whole order."""
        return root.order.paid_at if root.order else None
