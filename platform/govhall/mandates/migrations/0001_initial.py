import tenants.sealing
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who may act for whom."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=12, unique=True)),
                ('people_data', tenants.sealing.SealedJSON()),
                ('principal_index', tenants.sealing.BlindIndex(db_index=True, editable=False, of='people_data', word='id_number')),
                ('principal_ending', tenants.sealing.BlindIndex(db_index=True, editable=False, last=4, of='people_data', word='id_number')),
                ('agent_person', models.BigIntegerField(null=True)),
                ('matters', models.JSONField(default=list)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('given', models.CharField(choices=[('counter', '窗口'), ('village', '村（社区）便民服务点'), ('visit', '上门')], max_length=8)),
                ('file_data', models.JSONField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.BigIntegerField(null=True)),
                ('recorded_name', models.CharField(max_length=60)),
                ('withdrawn_data', tenants.sealing.SealedJSON(null=True)),
                ('uses_data', models.JSONField(default=list)),
                ('passed_to', models.CharField(blank=True, default='', max_length=8)),
            ],
            options={
                'db_table': 'mandates_mandate',
                'indexes': [models.Index(fields=['-recorded_at', '-uid'], name='mandate_newest')],
            },
        ),
    ]
