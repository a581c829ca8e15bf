"""The web changes no account: signing in writes its moment, and a person's own password goes through a function."""

from django.db import migrations

ADMINISTERS = """
CREATE FUNCTION public.tenants_administers(who bigint, place text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM tenants_membership AS one
        JOIN tenants_person AS person ON person.id = one.person_id
        JOIN tenants_hall AS hall ON hall.id = one.hall_id
        WHERE one.person_id = who AND hall.code = place AND person.is_active AND 'administrator' = ANY(one.roles)
        AND hall.closed_on IS NULL AND hall.standing = ''
        AND one.valid_from <= clock_timestamp() AND (one.valid_to IS NULL OR one.valid_to > clock_timestamp())
    )
$$;
REVOKE ALL ON FUNCTION public.tenants_administers(bigint, text) FROM PUBLIC;
"""
# The caller must hold the hash that stands there now (a second change at the same moment finds another one), and gives
# one that Django made: nothing weaker or empty. The trigger on tenants_person writes the change into the audit, with
# the person as the one who did it. Ten changes a day are more than anybody needs.
SET_PASSWORD = """
CREATE FUNCTION public.tenants_set_password(person bigint, old_hash text, new_hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF new_hash !~ '^argon2\\$argon2id\\$v=19\\$m=[0-9]+,t=[0-9]+,p=[0-9]+\\$[A-Za-z0-9+/]+\\$[A-Za-z0-9+/]+$'
       OR new_hash = old_hash THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the hash of a new password';
    END IF;
    IF old_hash !~ '^argon2\\$' OR 10 <= (
        SELECT count(*) FROM tenants_audit WHERE who = person AND action = 'account_changed'
        AND at > clock_timestamp() - interval '1 day'
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this password is not changed by its owner now';
    END IF;
    PERFORM set_config('govhall.who', person::text, true);
    UPDATE tenants_person SET password = new_hash WHERE id = person AND password = old_hash AND is_active;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION public.tenants_set_password(bigint, text, text) FROM PUBLIC;
"""


class Migration(migrations.Migration):

    dependencies = [('tenants', '0007_audit')]

    operations = [
        migrations.RunSQL(ADMINISTERS, 'DROP FUNCTION public.tenants_administers(bigint, text)'),
        migrations.RunSQL(SET_PASSWORD, 'DROP FUNCTION public.tenants_set_password(bigint, text, text)'),
    ]
