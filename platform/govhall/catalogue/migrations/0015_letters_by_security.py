"""Letters are given and revoked by the security administrator of the hall."""

from importlib import import_module

from django.db import migrations

before = import_module('govhall.catalogue.migrations.0005_letters_by_whom')
OLD = tuple(text.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION') for text in (before.GIVE, before.REVOKE))
NEW = tuple(
    text.replace('tenants_administers(giver, place)', "tenants_holds_office(giver, place, 'security')").replace(
        'tenants_administers(revoker, place)', "tenants_holds_office(revoker, place, 'security')"
    )
    for text in OLD
)


class Migration(migrations.Migration):

    dependencies = [('catalogue', '0014_who_may_apply'), ('tenants', '0016_accounts')]

    operations = [
        *(migrations.RunSQL(new, old) for new, old in zip(NEW, OLD, strict=True)),
        migrations.RunSQL('DROP FUNCTION public.tenants_administers(bigint, text)', import_module('tenants.migrations.0008_own_password').ADMINISTERS),
    ]
