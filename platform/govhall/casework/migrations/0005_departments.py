from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from govhall.casework.models.case import NO_LIMIT

COUNTED = (
    'state',
    'point',
    'promised_due',
    'intake_due',
    'department',
    'matter',
    'received_by',
    'claimed_by',
)
URGENT = models.Index(
    F('custody'),
    Coalesce('promised_due', 'intake_due', Value(NO_LIMIT), output_field=models.DateField()),
    F('uid'),
    name='case_urgent',
    include=COUNTED,
    condition=Q(outcome_data__isnull=True),
)


class Migration(migrations.Migration):
    unsafe_because = 'before the first release: no process of an older one serves a hall meanwhile'
    dependencies = [('casework', '0004_notices_have_a_case')]

    operations = [
        migrations.AddField('case', 'department', models.CharField(blank=True, default='', max_length=20)),
        migrations.AddField('case', 'section', models.CharField(blank=True, default='', max_length=100)),
        migrations.AddField('case', 'window', models.CharField(blank=True, default='', max_length=20)),
        migrations.AddField('case', 'received_by', models.BigIntegerField(null=True)),
        migrations.AddField('case', 'claimed_by', models.BigIntegerField(null=True)),
        migrations.AddField('case', 'claimed_by_name', models.CharField(blank=True, default='', max_length=60)),
        migrations.RemoveIndex('case', 'case_urgent'),
        migrations.AddIndex('case', URGENT),
        migrations.AddIndex('case', models.Index(fields=['department', '-updated_at'], name='case_of_department')),
        migrations.AddIndex(
            'caserequest', models.Index(fields=['section'], name='request_of_section', condition=~Q(section=''))
        ),
    ]
