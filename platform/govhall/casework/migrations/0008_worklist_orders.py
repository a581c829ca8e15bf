from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

import tenants.sealing
from govhall.casework.models.case import NO_LIMIT

COUNTED = (
    'state',
    'point',
    'promised_due',
    'intake_due',
    'department',
    'section',
    'matter',
    'received_by',
    'claimed_by',
)
OPEN = Q(outcome_data__isnull=True)
URGENT = models.Index(
    F('custody'),
    Coalesce('promised_due', 'intake_due', Value(NO_LIMIT), output_field=models.DateField()),
    F('uid'),
    name='case_urgent',
    include=COUNTED,
    condition=OPEN,
)
ENDING = tenants.sealing.BlindIndex(db_index=True, default=b'', editable=False, last=4, of='applicant_data', word='id_number')


class Migration(migrations.Migration):
    unsafe_because = 'before the first release: no process of an older one serves a hall meanwhile'
    dependencies = [('casework', '0007_first_by_licence')]

    operations = [
        migrations.AddField('case', 'applicant_ending', ENDING, preserve_default=False),
        migrations.RemoveIndex('case', 'case_urgent'),
        migrations.AddIndex('case', URGENT),
        migrations.AddIndex(
            'case', models.Index(fields=['received_at', 'uid'], name='case_by_receipt', condition=OPEN)
        ),
        migrations.AddIndex('case', models.Index(fields=['matter', 'uid'], name='case_by_matter', condition=OPEN)),
    ]
