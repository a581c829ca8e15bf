import django.db.models.deletion
import govhall.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseArchive',
            fields=[
                ('uid', models.UUIDField(default=govhall.kernel.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                ('version', models.SmallIntegerField()),
                ('number', models.CharField(max_length=40)),
                ('retention', models.CharField(max_length=9)),
                ('keep_until', models.DateField(null=True)),
                ('hash', models.CharField(max_length=64)),
                ('size', models.IntegerField()),
                ('events', models.IntegerField()),
                ('tip', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='archives', to='casework.case')),
            ],
            options={
                'db_table': 'casework_archive',
                'indexes': [models.Index(fields=['keep_until'], name='archive_to_appraise')],
                'constraints': [models.UniqueConstraint(fields=('case', 'version'), name='archive_version_of_a_case'), models.UniqueConstraint(fields=('number', 'version'), name='archive_number_is_one_file')],
            },
        ),
    ]
