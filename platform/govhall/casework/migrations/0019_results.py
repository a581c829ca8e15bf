from django.db import migrations, models


STATES = [
    ('draft', '草稿'),
    ('submitted', '已提交'),
    ('pre_returned', '预审退回'),
    ('entrusted', '代办（未收件）'),
    ('received', '收件'),
    ('correcting', '待补正'),
    ('accepted', '受理'),
    ('reviewed', '已审查'),
    ('approved', '准予办理'),
    ('refused', '不予办理'),
    ('not_accepted', '不予受理'),
    ('withdrawn', '撤回'),
    ('terminated', '终止办理'),
    ('licensed', '已制证'),
    ('delivered', '已送达'),
]


class Migration(migrations.Migration):
    dependencies = [
        ('casework', '0018_papers_that_failed'),
    ]

    operations = [
        migrations.AddField(model_name='case', name='granted_on', field=models.DateField(null=True)),
        migrations.AddField(model_name='case', name='followed_data', field=models.JSONField(null=True)),
        migrations.AddField(model_name='case', name='service_data', field=models.JSONField(null=True)),
        migrations.AlterField(model_name='case', name='state', field=models.CharField(choices=STATES, max_length=12)),
        migrations.AlterField(
            model_name='onlineapplication', name='state', field=models.CharField(choices=STATES, max_length=12)
        ),
    ]
