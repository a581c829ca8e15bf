"""What a case costs its applicant, and the orders by which it is paid (一窗收费)."""

from django.db import models
from django.db.models import F, Q

from govhall.casework.models import Case
from govhall.kernel.ids import new_uid

LONGEST_WORKING = 1000


class PaymentOrder(models.Model):
    """One paper to pay several charges of one applicant at one window (缴款通知单), paid whole or not at all.

    It names no person: who pays is the applicant of its cases. The bank takes the money (票款分离); a cashier notes the
    receipt of the treasury (财政电子票据), and the bank's voucher if there is one. A void order keeps its number and
    sum, and its charges are free for another.
    """

    number = models.CharField(max_length=24, primary_key=True)
    total = models.DecimalField(max_digits=16, decimal_places=2)  # yuan
    issued_at = models.DateTimeField()
    issued_by = models.IntegerField()
    issued_name = models.CharField(max_length=60)
    paid_at = models.DateTimeField(null=True)
    received_by = models.IntegerField(null=True)
    received_name = models.CharField(max_length=60, blank=True)
    receipt_code = models.CharField(max_length=8, blank=True)  # 票据代码
    receipt_number = models.CharField(max_length=10, blank=True)  # 票据号码
    receipt_check = models.CharField(max_length=6, blank=True)  # 校验码
    voucher = models.CharField(max_length=60, blank=True)
    void_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = 'casework_payment_order'
        indexes = [
            models.Index(
                fields=['issued_at'], name='order_unpaid', condition=Q(paid_at__isnull=True, void_at__isnull=True)
            ),
            models.Index(fields=['paid_at'], name='order_paid', condition=Q(paid_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0), name='order_asks_for_money'),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True)
                | Q(received_by__isnull=False) & ~Q(receipt_code='') & ~Q(receipt_number='') & ~Q(receipt_check=''),
                name='payment_has_receiver_and_receipt',
            ),
            # By the number first: it is looked for by it.
            models.UniqueConstraint(
                fields=['receipt_number', 'receipt_code'], name='receipt_once', condition=~Q(receipt_number='')
            ),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(void_at__isnull=True), name='paid_order_is_not_void'
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def receipt(self) -> str:
        """Code and number of the treasury's receipt; empty before it is paid."""
        return f'{self.receipt_code} {self.receipt_number}'.strip()


class CaseFee(models.Model):
    """One charge (收费项目) of one case in the name of an organ: the standard of that day and what is really asked.

    Where it is charged by quantity, `standard` is what the quantity came to, and `working` says how. Money is given
    back against a red receipt (红字) of the treasury.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name='fees')
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, null=True, related_name='fees')
    item = models.CharField(max_length=100)
    organ = models.CharField(max_length=18)
    organ_name = models.CharField(max_length=100)
    basis = models.CharField(max_length=500)
    standard = models.DecimalField(max_digits=16, decimal_places=2)  # yuan, as all amounts here
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    reduction = models.CharField(max_length=300, blank=True)  # why less than the standard is asked
    quantity = models.DecimalField(max_digits=19, decimal_places=6, null=True)
    unit = models.CharField(max_length=12, blank=True)
    working = models.CharField(max_length=LONGEST_WORKING, blank=True)
    assessed_by = models.IntegerField()
    assessed_name = models.CharField(max_length=60)
    assessed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    refunded = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    refunded_at = models.DateTimeField(null=True)
    refund_reason = models.CharField(max_length=300, blank=True)
    red_code = models.CharField(max_length=8, blank=True)
    red_number = models.CharField(max_length=10, blank=True)
    red_check = models.CharField(max_length=6, blank=True)

    class Meta:
        db_table = 'casework_fee'
        indexes = [
            models.Index(
                fields=['case'], name='fee_unbilled', condition=Q(order__isnull=True, cancelled_at__isnull=True)
            ),
            models.Index(fields=['assessed_at'], name='fee_assessed'),
            models.Index(fields=['refunded_at'], name='fee_refunded', condition=Q(refunded_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=['case', 'item'], name='fee_once_a_case', condition=Q(cancelled_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=F('standard')), name='fee_within_its_standard'
            ),
            models.CheckConstraint(condition=~Q(basis=''), name='fee_has_its_basis'),
            models.CheckConstraint(
                condition=Q(amount=F('standard')) | ~Q(reduction=''), name='reduction_has_its_basis'
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F('amount')), name='refund_within_what_was_asked'
            ),
            models.CheckConstraint(
                condition=Q(refunded_at__isnull=True)
                | ~Q(red_code='') & ~Q(red_number='') & ~Q(red_check='') & ~Q(refund_reason=''),
                name='refund_has_reason_and_receipt',
            ),
            models.UniqueConstraint(
                fields=['red_number', 'red_code'], name='red_receipt_once', condition=~Q(red_number='')
            ),
            models.CheckConstraint(
                condition=Q(unit='', quantity__isnull=True, working='')
                | Q(quantity__gt=0) & ~Q(unit='') & ~Q(working=''),
                name='quantity_has_unit_and_working',
            ),
        ]

    def __str__(self) -> str:
        return f'{self.item} {self.amount}'

    @property
    def red_receipt(self) -> str:
        """Code and number of the red receipt; empty where nothing was given back."""
        return f'{self.red_code} {self.red_number}'.strip()
