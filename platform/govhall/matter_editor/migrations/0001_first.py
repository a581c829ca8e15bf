"""Drafts of matters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name='MatterDraft',
            fields=[
                ('matter', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('hall_code', models.CharField(max_length=8)),
                ('parts', models.JSONField()),
                ('base', models.JSONField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('publish_on', models.DateField(null=True)),
                ('changed_by', models.CharField(max_length=60)),
                ('changed_at', models.DateTimeField()),
            ],
            options={'db_table': 'matter_editor_draft', 'ordering': ['matter']},
        ),
    ]
