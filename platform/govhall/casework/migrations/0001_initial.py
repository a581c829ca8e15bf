import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import tenants.sealing
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=24, unique=True)),
                ('query_word', models.CharField(blank=True, max_length=6)),
                ('submission', models.UUIDField(null=True, unique=True)),
                ('submitted', tenants.sealing.SealedText(null=True)),
                ('fact', models.UUIDField()),
                ('matter', models.CharField(max_length=36)),
                ('matter_version', models.IntegerField()),
                ('applicant_data', tenants.sealing.SealedJSON()),
                ('applicant_index', tenants.sealing.BlindIndex(db_index=True, editable=False, of='applicant_data', word='id_number')),
                ('origin', models.CharField(max_length=8)),
                ('point', models.CharField(blank=True, max_length=12)),
                ('area', models.CharField(max_length=12)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已提交'), ('pre_returned', '预审退回'), ('entrusted', '代办（未收件）'), ('received', '收件'), ('correcting', '待补正'), ('accepted', '受理'), ('reviewed', '已审查'), ('approved', '准予办理'), ('refused', '不予办理'), ('not_accepted', '不予受理'), ('withdrawn', '撤回'), ('terminated', '终止办理'), ('licensed', '已制证'), ('delivered', '已送达')], max_length=12)),
                ('custody', models.CharField(choices=[('held', 'held'), ('in_transit', 'in_transit'), ('watching', 'watching')], max_length=10)),
                ('hop', models.IntegerField(default=0)),
                ('holder', models.CharField(max_length=8)),
                ('towards', models.CharField(blank=True, max_length=8)),
                ('below', models.CharField(blank=True, max_length=8)),
                ('neighbours', models.JSONField(default=list)),
                ('road_data', models.JSONField(default=list)),
                ('papers_data', models.JSONField(default=list)),
                ('opinions_data', tenants.sealing.SealedJSON(null=True)),
                ('received_at', models.DateTimeField()),
                ('clock_from', models.DateField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_by', models.CharField(blank=True, max_length=8)),
                ('forwarded_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('on_the_spot', models.BooleanField(default=False)),
                ('intake_due', models.DateField(null=True)),
                ('promised_due', models.DateField(null=True)),
                ('statutory_due', models.DateField(null=True)),
                ('review_due', models.DateField(null=True)),
                ('delivery_due', models.DateField(null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('paused', models.BooleanField(default=False)),
                ('clock_data', models.JSONField(null=True)),
                ('hearing_data', tenants.sealing.SealedJSON(null=True)),
                ('kind', models.CharField(default='new', max_length=10)),
                ('first_number', models.CharField(blank=True, db_index=True, max_length=24)),
                ('expires_on', models.DateField(null=True)),
                ('granted_on', models.DateField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=24)),
                ('followed_data', models.JSONField(null=True)),
                ('service_data', models.JSONField(null=True)),
                ('corrections', models.IntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('outcome_data', models.JSONField(null=True)),
                ('site_data', tenants.sealing.SealedJSON(null=True)),
                ('licence_data', models.JSONField(null=True)),
                ('rating', models.SmallIntegerField(null=True)),
                ('first_handler', models.CharField(max_length=60)),
                ('version', models.IntegerField(default=1)),
                ('event_count', models.IntegerField(default=0)),
                ('archived_events', models.IntegerField(default=0)),
                ('event_tip', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'casework_case',
                'indexes': [models.Index(models.F('custody'), django.db.models.functions.comparison.Coalesce('promised_due', 'intake_due', models.Value(datetime.date(9999, 12, 31)), output_field=models.DateField()), models.F('uid'), condition=models.Q(('outcome_data__isnull', True)), include=('state', 'point', 'promised_due', 'intake_due'), name='case_urgent'), models.Index(condition=models.Q(('delivered_at__isnull', True), ('state__in', ['approved', 'licensed', 'refused', 'not_accepted'])), fields=['origin', 'updated_at'], name='case_to_deliver'), models.Index(fields=['-updated_at'], name='case_recent')],
            },
        ),
        migrations.CreateModel(
            name='Serial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.CharField(max_length=2)),
                ('day', models.DateField()),
                ('last', models.IntegerField()),
            ],
            options={
                'db_table': 'casework_serial',
                'constraints': [models.UniqueConstraint(fields=('block', 'day'), name='serial_block_day')],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.IntegerField()),
                ('kind', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('hall', models.CharField(max_length=8)),
                ('actor', models.IntegerField(null=True)),
                ('actor_name', models.CharField(max_length=60)),
                ('data', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='casework.case')),
            ],
            options={
                'db_table': 'casework_event',
                'ordering': ['case_id', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('case', 'seq'), name='event_order_of_a_case')],
            },
        ),
        migrations.CreateModel(
            name='CaseRequest',
            fields=[
                ('uid', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('asked_by', models.CharField(max_length=8)),
                ('came_from', models.CharField(blank=True, max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('asked_hash', models.CharField(blank=True, db_default='', max_length=64)),
                ('section', models.CharField(blank=True, db_default='', max_length=100)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('granted', models.BooleanField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='casework.case')),
            ],
            options={
                'db_table': 'casework_request',
                'indexes': [models.Index(condition=models.Q(('granted__isnull', True), models.Q(('came_from', ''), _negated=True)), fields=['case'], name='request_waits')],
            },
        ),
    ]
