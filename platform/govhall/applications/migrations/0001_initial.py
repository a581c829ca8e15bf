import tenants.sealing
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OnlineApplication',
            fields=[
                ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=24, unique=True)),
                ('query_word', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已提交'), ('pre_returned', '预审退回'), ('entrusted', '代办（未收件）'), ('received', '收件'), ('correcting', '待补正'), ('accepted', '受理'), ('reviewed', '已审查'), ('approved', '准予办理'), ('refused', '不予办理'), ('not_accepted', '不予受理'), ('withdrawn', '撤回'), ('terminated', '终止办理'), ('licensed', '已制证'), ('delivered', '已送达')], max_length=12)),
                ('matter', models.CharField(max_length=36)),
                ('applicant_data', tenants.sealing.SealedJSON(null=True)),
                ('files_data', models.JSONField(default=dict)),
                ('reason', tenants.sealing.SealedText(null=True)),
                ('version', models.IntegerField(default=1)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('due', models.DateField(null=True)),
                ('returns', models.SmallIntegerField(db_default=0, default=0)),
                ('area', models.CharField(blank=True, max_length=12)),
                ('passed_to', models.CharField(blank=True, max_length=8)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'casework_online',
                'indexes': [models.Index(condition=models.Q(('state', 'submitted')), fields=['submitted_at', 'uid'], name='online_waiting')],
            },
        ),
    ]
