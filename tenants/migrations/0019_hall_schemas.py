"""Which migrations and rights each hall's schema has; empty at first: the next release looks once at each hall."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('tenants', '0018_sections_of_people')]

    operations = [
        migrations.CreateModel(
            name='HallSchema',
            fields=[
                (
                    'hall',
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name='+',
                        serialize=False,
                        to='tenants.hall',
                    ),
                ),
                ('plan', models.CharField(blank=True, max_length=64)),
                ('rights', models.CharField(blank=True, max_length=64)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={'db_table': 'tenants_hall_schema'},
        ),
    ]
