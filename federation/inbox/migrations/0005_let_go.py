"""What is counted and not kept once the quarantine of a topic is full."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table, a row a partition at most."""

    dependencies = [('inbox', '0004_tries')]

    operations = [
        migrations.CreateModel(
            'DroppedRecords',
            [
                ('pk', models.CompositePrimaryKey('topic', 'partition', primary_key=True, serialize=False)),
                ('topic', models.CharField(max_length=120)),
                ('partition', models.IntegerField()),
                ('records', models.BigIntegerField()),
                ('first_position', models.BigIntegerField()),
                ('last_position', models.BigIntegerField()),
                ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('last_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            {'db_table': 'fed_let_go'},
        ),
    ]
