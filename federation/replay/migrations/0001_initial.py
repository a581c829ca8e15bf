"""The list of uses."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    initial = True
    dependencies = [('inbox', '0004_tries')]

    operations = [
        migrations.CreateModel(
            'Replay',
            [
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('dry_run', models.BooleanField()),
                ('what', models.JSONField()),
                ('result', models.JSONField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            {'db_table': 'fed_replay'},
        ),
    ]
