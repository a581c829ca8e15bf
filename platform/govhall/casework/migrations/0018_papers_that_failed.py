from django.db import migrations, models


class Migration(migrations.Migration):
    """A paper whose file could not be made says so; the database stores the word as any other."""

    dependencies = [('casework', '0016_what_a_key_names')]

    operations = [
        migrations.AlterField(
            'notice',
            'state',
            models.CharField(
                choices=[
                    ('ordered', '正在生成'),
                    ('failed', '未能生成'),
                    ('issued', '有效'),
                    ('void', '已作废'),
                ],
                default='ordered',
                max_length=8,
            ),
        ),
    ]
