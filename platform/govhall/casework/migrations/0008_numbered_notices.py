"""A notice gets its number, text and file; the receipts of before were pages and can be printed again at any time."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.sealing


class Migration(migrations.Migration):
    """Replaces the table."""

    dependencies = [('casework', '0007_materials')]

    operations = [
        migrations.DeleteModel(name='Notice'),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=2)),
                ('occurrence', models.SmallIntegerField(default=1)),
                ('number', models.CharField(max_length=80, unique=True)),
                ('organ_code', models.CharField(max_length=18)),
                ('organ_name', models.CharField(max_length=100)),
                ('relied_on', models.JSONField()),
                ('content_data', tenants.sealing.SealedJSON()),
                (
                    'state',
                    models.CharField(
                        choices=[('ordered', '正在生成'), ('issued', '有效'), ('void', '已作废')],
                        default='ordered',
                        max_length=8,
                    ),
                ),
                ('proof', models.CharField(max_length=16, unique=True)),
                ('file', models.CharField(blank=True, max_length=64)),
                ('acted_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(null=True)),
                ('void_data', models.JSONField(null=True)),
                (
                    'case',
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='casework.case'
                    ),
                ),
            ],
            options={
                'db_table': 'casework_notice',
                'constraints': [
                    models.UniqueConstraint(
                        fields=('case', 'code', 'occurrence'), name='notice_once_an_occurrence'
                    )
                ],
            },
        ),
    ]
