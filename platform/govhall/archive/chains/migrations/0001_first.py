"""The checks of chains."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name='ChainCheck',
            fields=[
                ('hall', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('through', models.DateTimeField(null=True)),
                ('place', models.UUIDField(null=True)),
                ('share', models.IntegerField(default=0)),
                ('checked_at', models.DateTimeField()),
                ('faults', models.JSONField(default=list)),
            ],
            options={'db_table': 'chain_check'},
        ),
    ]
