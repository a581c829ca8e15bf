import tenants.sealing
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LicenceEntry',
            fields=[
                ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('case_uid', models.UUIDField(null=True, unique=True)),
                ('case_number', models.CharField(blank=True, default='', max_length=24)),
                ('main', models.CharField(max_length=36)),
                ('matter', models.CharField(max_length=36)),
                ('name', models.CharField(max_length=100)),
                ('number', models.CharField(blank=True, default='', max_length=80)),
                ('organ', models.CharField(blank=True, default='', max_length=100)),
                ('department', models.CharField(blank=True, default='', max_length=20)),
                ('holder_data', tenants.sealing.SealedJSON()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('followed_data', models.JSONField(null=True)),
                ('brought_in_at', models.DateTimeField(null=True)),
                ('passed_to', models.CharField(blank=True, default='', max_length=8)),
            ],
            options={
                'db_table': 'licences_entry',
                'indexes': [models.Index(fields=['-valid_from', '-uid'], name='licence_newest'), models.Index(fields=['valid_until', 'uid'], name='licence_by_end')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number', 'main'), name='licence_number_once')],
            },
        ),
    ]
