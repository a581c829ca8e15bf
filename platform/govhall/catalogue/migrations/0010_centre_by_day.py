import django.contrib.postgres.fields
from django.db import migrations, models


def days() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(models.DateField(), db_default=[], default=list)


class Migration(migrations.Migration):
    """Items, departments and windows of a centre keep the day of each change; powers are what letters say."""

    dependencies = [('catalogue', '0009_letters_by_day')]

    operations = [
        migrations.RemoveConstraint('centreitem', 'power_is_given_to_what_is_in'),
        migrations.RemoveConstraint('centreitem', 'item_leaves_after_entry'),
        migrations.RemoveField('centreitem', 'entered_on'),
        migrations.RemoveField('centreitem', 'empowered_on'),
        migrations.RemoveField('centreitem', 'left_on'),
        migrations.AddField('centreitem', 'published_days', days()),
        migrations.AddField('centreitem', 'entered_days', days()),
        migrations.RemoveField('section', 'entered_on'),
        migrations.AddField('section', 'entered_days', days()),
        migrations.AddField('section', 'form_on', models.DateField(null=True)),
        migrations.AddField('section', 'department_name', models.CharField(blank=True, db_default='', max_length=100)),
    ]
