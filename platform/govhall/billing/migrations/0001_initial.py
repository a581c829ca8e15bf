import django.db.models.deletion
import govhall.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentOrder',
            fields=[
                ('number', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('total', models.DecimalField(decimal_places=2, max_digits=16)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.IntegerField()),
                ('issued_name', models.CharField(max_length=60)),
                ('paid_at', models.DateTimeField(null=True)),
                ('received_by', models.IntegerField(null=True)),
                ('received_name', models.CharField(blank=True, max_length=60)),
                ('voucher', models.CharField(blank=True, max_length=60)),
                ('void_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'db_table': 'casework_payment_order',
                'indexes': [models.Index(condition=models.Q(('paid_at__isnull', True), ('void_at__isnull', True)), fields=['issued_at'], name='order_unpaid'), models.Index(condition=models.Q(('paid_at__isnull', False)), fields=['paid_at'], name='order_paid')],
                'constraints': [models.CheckConstraint(condition=models.Q(('total__gt', 0)), name='order_asks_for_money'), models.CheckConstraint(condition=models.Q(('paid_at__isnull', True), models.Q(('received_by__isnull', False), models.Q(('voucher', ''), _negated=True)), _connector='OR'), name='payment_has_receiver_and_voucher'), models.CheckConstraint(condition=models.Q(('paid_at__isnull', True), ('void_at__isnull', True), _connector='OR'), name='paid_order_is_not_void')],
            },
        ),
        migrations.CreateModel(
            name='CaseFee',
            fields=[
                ('uid', models.UUIDField(default=govhall.kernel.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=100)),
                ('organ', models.CharField(max_length=18)),
                ('organ_name', models.CharField(max_length=100)),
                ('basis', models.CharField(max_length=500)),
                ('standard', models.DecimalField(decimal_places=2, max_digits=16)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16)),
                ('reduction', models.CharField(blank=True, max_length=300)),
                ('assessed_by', models.IntegerField()),
                ('assessed_name', models.CharField(max_length=60)),
                ('assessed_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('refunded', models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ('refunded_at', models.DateTimeField(null=True)),
                ('refund_reason', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='casework.case')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='billing.paymentorder')),
            ],
            options={
                'db_table': 'casework_fee',
                'indexes': [models.Index(condition=models.Q(('cancelled_at__isnull', True), ('order__isnull', True)), fields=['case'], name='fee_unbilled'), models.Index(fields=['assessed_at'], name='fee_assessed'), models.Index(condition=models.Q(('refunded_at__isnull', False)), fields=['refunded_at'], name='fee_refunded')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True)), fields=('case', 'item'), name='fee_once_a_case'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('amount__lte', models.F('standard'))), name='fee_within_its_standard'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='fee_has_its_basis'), models.CheckConstraint(condition=models.Q(('amount', models.F('standard')), models.Q(('reduction', ''), _negated=True), _connector='OR'), name='reduction_has_its_basis'), models.CheckConstraint(condition=models.Q(('refunded__gte', 0), ('refunded__lte', models.F('amount'))), name='refund_within_what_was_asked')],
            },
        ),
    ]
