"""Python hall by hall, and a rewrite without a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What the check refuses."""

    dependencies = [('casework', 'later_1_column')]
    operations = [
        migrations.RunPython(migrations.RunPython.noop),
        migrations.AlterField('case', 'later', models.IntegerField(default=0)),
    ]
