from django.db import migrations, models


class Migration(migrations.Migration):
    unsafe_because = 'before the first release: no process of an older one serves a hall meanwhile'

    dependencies = [
        ('billing', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='paymentorder',
            name='payment_has_receiver_and_voucher',
        ),
        migrations.AddField(
            model_name='casefee',
            name='quantity',
            field=models.DecimalField(decimal_places=6, max_digits=19, null=True),
        ),
        migrations.AddField(
            model_name='casefee',
            name='red_check',
            field=models.CharField(blank=True, max_length=6),
        ),
        migrations.AddField(
            model_name='casefee',
            name='red_code',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name='casefee',
            name='red_number',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='casefee',
            name='unit',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='casefee',
            name='working',
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name='paymentorder',
            name='receipt_check',
            field=models.CharField(blank=True, max_length=6),
        ),
        migrations.AddField(
            model_name='paymentorder',
            name='receipt_code',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name='paymentorder',
            name='receipt_number',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddConstraint(
            model_name='casefee',
            constraint=models.CheckConstraint(condition=models.Q(('refunded_at__isnull', True), models.Q(models.Q(('red_code', ''), _negated=True), models.Q(('red_number', ''), _negated=True), models.Q(('red_check', ''), _negated=True), models.Q(('refund_reason', ''), _negated=True)), _connector='OR'), name='refund_has_reason_and_receipt'),
        ),
        migrations.AddConstraint(
            model_name='casefee',
            constraint=models.UniqueConstraint(condition=models.Q(('red_number', ''), _negated=True), fields=('red_number', 'red_code'), name='red_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='casefee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quantity__isnull', True), ('unit', ''), ('working', '')), models.Q(('quantity__gt', 0), models.Q(('unit', ''), _negated=True), models.Q(('working', ''), _negated=True)), _connector='OR'), name='quantity_has_unit_and_working'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.CheckConstraint(condition=models.Q(('paid_at__isnull', True), models.Q(('received_by__isnull', False), models.Q(('receipt_code', ''), _negated=True), models.Q(('receipt_number', ''), _negated=True), models.Q(('receipt_check', ''), _negated=True)), _connector='OR'), name='payment_has_receiver_and_receipt'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt_number', ''), _negated=True), fields=('receipt_number', 'receipt_code'), name='receipt_once'),
        ),
    ]
