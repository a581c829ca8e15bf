"""A password that somebody else has set is changed at the first sign-in; the person's own is no longer such a one."""

from importlib import import_module

from django.db import migrations, models

SET_PASSWORD: str = import_module('tenants.migrations.0008_own_password').SET_PASSWORD
OWN = 'SET password = new_hash WHERE'
NEW = SET_PASSWORD.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION').replace(
    OWN, 'SET password = new_hash, password_given = false WHERE'
)
OLD = SET_PASSWORD.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')


class Migration(migrations.Migration):

    dependencies = [('tenants', '0007_audit'), ('tenants', '0008_own_password')]

    operations = [
        migrations.AddField('person', 'password_given', models.BooleanField(default=False, db_default=False)),
        migrations.RunSQL(NEW, OLD),
    ]
