import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='HolidayProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.JSONField()),
                ('hall', models.CharField(max_length=8)),
                ('by', models.BigIntegerField()),
                ('by_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'holiday_proposal',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hall', models.CharField(max_length=8)),
                ('case', models.UUIDField()),
                ('kind', models.CharField(max_length=10)),
                ('due_on', models.DateField()),
                ('provisional', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'deadline',
                'indexes': [models.Index(fields=['kind', 'due_on', 'hall'], name='deadline_sweep'), models.Index(condition=models.Q(('provisional', True)), fields=['due_on', 'hall'], name='deadline_provisional')],
                'constraints': [models.UniqueConstraint(fields=('hall', 'case', 'kind'), name='deadline_once_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='HolidayYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('province', models.CharField(blank=True, max_length=2)),
                ('off', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None)),
                ('work', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None)),
                ('source', models.CharField(max_length=100)),
                ('imported_at', models.DateTimeField()),
                ('entered', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'holiday_year',
                'constraints': [models.UniqueConstraint(fields=('year', 'province'), name='holidays_once_a_year'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='holidays_name_their_notice')],
            },
        ),
    ]
