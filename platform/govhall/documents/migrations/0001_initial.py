import govhall.documents.models
import tenants.sealing
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
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
                ('state', models.CharField(choices=[('ordered', '正在生成'), ('failed', '未能生成'), ('issued', '有效'), ('void', '已作废')], default='ordered', max_length=8)),
                ('proof', models.CharField(max_length=16, unique=True)),
                ('file', models.CharField(blank=True, max_length=64)),
                ('acted_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(null=True)),
                ('void_data', models.JSONField(null=True)),
                ('case_uid', models.UUIDField(db_column='case_id', db_index=True)),
            ],
            options={
                'db_table': 'casework_notice',
                'indexes': [models.Index(models.F('organ_code'), models.F('code'), govhall.documents.models.YearOf('number'), govhall.documents.models.SerialOf('number'), name='notice_in_its_book')],
                'constraints': [models.UniqueConstraint(fields=('case_uid', 'code', 'occurrence'), name='notice_once_an_occurrence')],
            },
        ),
    ]
