from datetime import date

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    """Open cases in the order in which worklists show them: a page reads a page, and a count reads no case."""

    dependencies = [
        ('casework', '0014_notices_in_their_books'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='case', name='case_open'),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(
                models.F('custody'),
                Coalesce(
                    'promised_due', 'intake_due', models.Value(date(9999, 12, 31)), output_field=models.DateField()
                ),
                models.F('uid'),
                condition=models.Q(('outcome_data__isnull', True)),
                include=('state', 'point', 'promised_due', 'intake_due'),
                name='case_urgent',
            ),
        ),
    ]
