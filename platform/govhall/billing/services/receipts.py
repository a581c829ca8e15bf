"""Keeping a receipt of the treasury beside what was paid or given back: each is noted once in a hall."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from govhall.billing.models import CaseFee, PaymentOrder
from govhall.billing.rules.receipts import ReceiptUsed, TreasuryReceipt


def keep_receipt(row: PaymentOrder | CaseFee, receipt: TreasuryReceipt, fields: Sequence[str]) -> None:
    """Save these columns of the row, which names the receipt. Raises ReceiptUsed, also where two save at once."""
    same = {'code': receipt.code, 'number': receipt.number}
    paid = PaymentOrder.objects.filter(**{f'receipt_{part}': text for part, text in same.items()})
    red = CaseFee.objects.filter(**{f'red_{part}': text for part, text in same.items()})
    if paid.exists() or red.exists():
        raise ReceiptUsed(receipt=str(receipt))
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError as error:
        if 'receipt_once' not in str(error):
            raise
        raise ReceiptUsed(receipt=str(receipt)) from error
