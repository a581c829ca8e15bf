"""People belong to an approval section (科室) of the department that sent them."""

from importlib import import_module

from django.db import migrations, models

accounts = import_module('tenants.migrations.0016_accounts')

# As in 0016, with the section.
BRING_IN = accounts.BRING_IN.replace('department, point, valid_from', 'department, section, point, valid_from').replace(
    "row->>'department', row->>'point'", "row->>'department', coalesce(row->>'section', ''), row->>'point'"
)
AUDIT = accounts.AUDIT.replace("'point', row->'point'", "'section', row->'section', 'point', row->'point'")


class Migration(migrations.Migration):
    dependencies = [('tenants', '0017_second_factor')]

    operations = [
        migrations.AddField(
            'membership', 'section', models.CharField(blank=True, db_default='', default='', max_length=100)
        ),
        migrations.RunSQL(BRING_IN, accounts.BRING_IN),
        migrations.RunSQL(AUDIT, accounts.AUDIT),
    ]
