"""The files that materials hand out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name='HandedOutContent',
            fields=[
                ('hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=100)),
                ('count', models.PositiveSmallIntegerField()),
                ('pieces', models.JSONField(default=dict)),
            ],
            options={'db_table': 'handouts_file'},
        ),
    ]
