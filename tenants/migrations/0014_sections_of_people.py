"""People belong to an approval section (科室) of the department that sent them."""

from importlib import import_module

from django.db import migrations, models

lists = import_module('tenants.migrations.0006_one_list_at_a_time')
audit = import_module('tenants.migrations.0007_audit')

BROUGHT_IN = lists.FUNCTION.replace('roles, department, point, valid_from', 'roles, department, section, point, valid_from')
BROUGHT_IN = BROUGHT_IN.replace("row->>'department', row->>'point'", "row->>'department', coalesce(row->>'section', ''), row->>'point'")
AUDITED = audit.ACCOUNTS[: audit.ACCOUNTS.index('$$;') + 3].replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
WITH_SECTION = AUDITED.replace("'point', row->'point'", "'section', row->'section', 'point', row->'point'")


class Migration(migrations.Migration):
    dependencies = [('tenants', '0013_hall_status')]

    operations = [
        migrations.AddField(
            'membership', 'section', models.CharField(blank=True, db_default='', default='', max_length=100)
        ),
        migrations.RunSQL(BROUGHT_IN, lists.FUNCTION),
        migrations.RunSQL(WITH_SECTION, AUDITED),
    ]
