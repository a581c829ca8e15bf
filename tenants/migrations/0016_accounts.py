"""Accounts begin, end and are locked on a page; three administrators, none of whom does the work of another."""

from importlib import import_module

from django.db import migrations, models

ACCOUNTS: str = import_module('tenants.migrations.0007_audit').ACCOUNTS
BRING_IN_BEFORE: str = import_module('tenants.migrations.0006_one_list_at_a_time').FUNCTION

OFFICE = """
CREATE FUNCTION public.tenants_holds_office(who bigint, place text, office text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM tenants_membership AS one
        JOIN tenants_person AS person ON person.id = one.person_id
        JOIN tenants_hall AS hall ON hall.id = one.hall_id
        WHERE one.person_id = who AND hall.code = place AND office = ANY(one.roles)
        AND person.is_active AND (person.begins_at IS NULL OR person.begins_at <= clock_timestamp())
        AND (person.ends_at IS NULL OR person.ends_at > clock_timestamp())
        AND hall.closed_on IS NULL AND hall.standing = ''
        AND one.valid_from <= clock_timestamp() AND (one.valid_to IS NULL OR one.valid_to > clock_timestamp())
    )
$$;
REVOKE ALL ON FUNCTION public.tenants_holds_office(bigint, text, text) FROM PUBLIC;
"""
# Whoever is changed works in that hall and in no other one (what is done to an account counts everywhere), and is not
# who asks. Accounts of administrators are an operator's: else one of the three could sign in as another. A factor may
# also be reset for them: without the password it opens nothing.
MAY_CHANGE = """
CREATE FUNCTION public.tenants_check_change(asker bigint, place text, whose bigint, office text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE moment timestamptz := clock_timestamp(); last_hall text; last_roles text[];
BEGIN
    IF NOT tenants_holds_office(asker, place, office) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not this administrator of this hall';
    END IF;
    IF asker = whose THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody changes the own account';
    END IF;
    SELECT hall.code INTO last_hall FROM tenants_membership AS one JOIN tenants_hall AS hall ON hall.id = one.hall_id
    WHERE one.person_id = whose ORDER BY one.valid_from DESC, one.id DESC LIMIT 1;
    IF last_hall IS DISTINCT FROM place OR EXISTS (
        SELECT FROM tenants_membership AS one JOIN tenants_hall AS hall ON hall.id = one.hall_id
        WHERE one.person_id = whose AND hall.code <> place AND (one.valid_to IS NULL OR one.valid_to > moment)
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the person works in another hall';
    END IF;
    IF EXISTS (SELECT FROM tenants_access_token WHERE person_id = whose) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the account of a system is an operator''s';
    END IF;
    IF office = 'administrator' AND EXISTS (
        SELECT FROM tenants_membership WHERE person_id = whose AND (valid_to IS NULL OR valid_to > moment)
        AND roles && ARRAY['administrator', 'security', 'auditor']::varchar[]
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'an administrator is changed by nobody on a page';
    END IF;
END $$;
REVOKE ALL ON FUNCTION public.tenants_check_change(bigint, text, bigint, text) FROM PUBLIC;
"""
# What hangs on the end of the account ends and goes on with it; a person who had left before stays away.
CHANGE = """
CREATE FUNCTION public.tenants_set_term(asker bigint, place text, whose bigint, begins timestamptz, ends timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE was timestamptz; moment timestamptz := clock_timestamp();
BEGIN
    PERFORM tenants_check_change(asker, place, whose, 'administrator');
    IF ends <= begins THEN
        RAISE insufficient_privilege USING MESSAGE = 'ends before it begins';
    END IF;
    SELECT ends_at INTO was FROM tenants_person WHERE id = whose FOR UPDATE;
    UPDATE tenants_person SET begins_at = begins, ends_at = ends WHERE id = whose;
    UPDATE tenants_membership SET valid_to = ends
    WHERE person_id = whose AND valid_to IS DISTINCT FROM ends AND (valid_to IS NULL OR valid_to = was OR valid_to > moment)
    AND (ends IS NULL OR ends > valid_from);
END $$;
REVOKE ALL ON FUNCTION public.tenants_set_term(bigint, text, bigint, timestamptz, timestamptz) FROM PUBLIC;
CREATE FUNCTION public.tenants_set_active(asker bigint, place text, whose bigint, active boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM tenants_check_change(asker, place, whose, 'administrator');
    UPDATE tenants_person SET is_active = active WHERE id = whose AND is_active <> active;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION public.tenants_set_active(bigint, text, bigint, boolean) FROM PUBLIC;
CREATE FUNCTION public.tenants_give_password(asker bigint, place text, whose bigint, new_hash text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM tenants_check_change(asker, place, whose, 'administrator');
    IF new_hash !~ '^argon2\\$argon2id\\$v=19\\$m=[0-9]+,t=[0-9]+,p=[0-9]+\\$[A-Za-z0-9+/]+\\$[A-Za-z0-9+/]+$' THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the hash of a new password';
    END IF;
    UPDATE tenants_person SET password = new_hash, password_given = true WHERE id = whose;
END $$;
REVOKE ALL ON FUNCTION public.tenants_give_password(bigint, text, bigint, text) FROM PUBLIC;
"""
# The trigger of 0007 also tells of an account's term and second factor, in which hall, and asked from where.
AUDIT = (
    ACCOUNTS[ACCOUNTS.index('CREATE FUNCTION') : ACCOUNTS.index('CREATE TRIGGER')]
    .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
    .replace(
        "AND new_row->'username' = old_row->'username' AND new_row->'name' = old_row->'name' THEN",
        "AND new_row->'username' = old_row->'username' AND new_row->'name' = old_row->'name'\n"
        "               AND new_row->'begins_at' = old_row->'begins_at' AND new_row->'ends_at' = old_row->'ends_at'\n"
        "               AND new_row->'factor_since' = old_row->'factor_since' THEN",
    )
    .replace(
        "act := 'account_changed'; about := row->>'username';",
        "act := 'account_changed'; about := row->>'username';\n"
        "        place := coalesce(current_setting('govhall.hall', true), '');",
    )
    .replace(
        "'active', new_row->'is_active', 'login_before', old_row->'username');",
        "'active', new_row->'is_active', 'login_before', old_row->'username',\n"
        "                'begins_at', new_row->'begins_at', 'ends_at', new_row->'ends_at',\n"
        "                'factor', new_row->>'factor_since' IS NOT NULL,\n"
        "                'given', new_row->'password' <> old_row->'password' AND (new_row->>'password_given')::boolean);",
    )
    .replace("coalesce(about, ''), what, '');", "coalesce(about, ''), what,\n        left(coalesce(current_setting('govhall.address', true), ''), 45));")
)
OLD_AUDIT = ACCOUNTS[ACCOUNTS.index('CREATE FUNCTION') : ACCOUNTS.index('CREATE TRIGGER')].replace(
    'CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'
)
# As in 0006, but: the system administrator opens accounts (a row that `waits` has no roles yet), the security
# administrator gives and takes roles, and who holds both offices does both. Nobody changes the own roles. What is given
# ends with the account.
BRING_IN = """
CREATE OR REPLACE FUNCTION public.tenants_bring_in_people(importer bigint, hall_code text, wanted jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place bigint; who bigint; row jsonb; known text; given text[]; old_roles text[]; changed integer := 0;
    moment timestamptz; opens boolean; gives boolean; waits boolean; here boolean; ends timestamptz;
BEGIN
    SELECT id INTO place FROM tenants_hall WHERE code = hall_code AND closed_on IS NULL AND standing = ''
    FOR NO KEY UPDATE;
    moment := clock_timestamp();
    opens := tenants_holds_office(importer, hall_code, 'administrator');
    gives := tenants_holds_office(importer, hall_code, 'security');
    IF place IS NULL OR NOT (opens OR gives) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the administrator of this hall';
    END IF;
    FOR row IN SELECT * FROM jsonb_array_elements(wanted) LOOP
        given := ARRAY(SELECT jsonb_array_elements_text(row->'roles'));
        waits := coalesce((row->>'waits')::boolean, false) AND given = '{}';
        IF NOT given <@ ARRAY['clerk', 'agent', 'reviewer', 'chief', 'approver', 'supervisor', 'leader'] THEN
            RAISE insufficient_privilege USING MESSAGE = 'a role that nobody gives on a page';
        END IF;
        IF NOT gives AND NOT waits THEN
            RAISE insufficient_privilege USING MESSAGE = 'roles are given and taken by the security administrator';
        END IF;
        IF row->>'point' <> '' AND NOT EXISTS (
            SELECT FROM tenants_point WHERE hall_id = place AND code = row->>'point' AND active
        ) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a point of another hall';
        END IF;
        who := NULL; ends := NULL;
        SELECT id, name, ends_at INTO who, known, ends FROM tenants_person WHERE username = row->>'username' FOR UPDATE;
        IF who = importer THEN
            RAISE insufficient_privilege USING MESSAGE = 'nobody changes the own roles';
        END IF;
        IF who IS NULL THEN
            CONTINUE WHEN given = '{}' AND NOT waits;
            IF NOT opens THEN
                RAISE insufficient_privilege USING MESSAGE = 'accounts are opened by the system administrator';
            END IF;
            -- As Django writes a password that none fits.
            INSERT INTO tenants_person (username, name, password, is_active)
            VALUES (row->>'username', row->>'name', '!' || md5(random()::text) || md5(random()::text), true)
            ON CONFLICT (username) DO NOTHING RETURNING id INTO who;
            IF who IS NULL THEN
                RAISE insufficient_privilege USING MESSAGE = 'somebody else has taken this login just now';
            END IF;
        ELSIF known <> row->>'name' THEN
            RAISE insufficient_privilege USING MESSAGE = 'somebody else has this login';
        END IF;
        SELECT array_agg(role), count(*) > 0 INTO old_roles, here FROM (
            SELECT unnest(CASE WHEN roles = '{}' THEN ARRAY[''] ELSE roles END) AS role FROM tenants_membership
            WHERE person_id = who AND hall_id = place AND valid_from <= moment AND (valid_to IS NULL OR valid_to > moment)
        ) AS held;
        old_roles := array_remove(old_roles, '');
        IF old_roles && ARRAY['administrator', 'security', 'auditor'] THEN
            RAISE insufficient_privilege USING MESSAGE = 'an administrator is changed by nobody on a page';
        END IF;
        IF waits AND here AND NOT gives THEN
            RAISE insufficient_privilege USING MESSAGE = 'the person works here already';
        END IF;
        UPDATE tenants_membership SET valid_to = moment
        WHERE person_id = who AND hall_id = place AND valid_from <= moment AND (valid_to IS NULL OR valid_to > moment);
        IF given <> '{}' OR waits THEN
            INSERT INTO tenants_membership (person_id, hall_id, roles, department, point, valid_from, valid_to)
            VALUES (who, place, given, row->>'department', row->>'point', moment, ends);
        END IF;
        INSERT INTO tenants_roles_given (hall_code, importer, person, before, after, at)
        VALUES (hall_code, importer, who, coalesce(old_roles, '{}'), given, moment);
        changed := changed + 1;
    END LOOP;
    RETURN changed;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [('tenants', '0013_hall_status')]

    operations = [
        migrations.AddField('person', 'begins_at', models.DateTimeField(null=True)),
        migrations.AddField('person', 'ends_at', models.DateTimeField(null=True)),
        migrations.AddField('person', 'factor_since', models.DateTimeField(null=True)),
        migrations.AddIndex('membership', models.Index(fields=['hall', 'id'], name='membership_of_hall')),
        migrations.AddIndex('auditentry', models.Index(fields=['subject', 'id'], name='audit_of_a_subject')),
        migrations.RunSQL(OFFICE, 'DROP FUNCTION public.tenants_holds_office(bigint, text, text)'),
        migrations.RunSQL(MAY_CHANGE, 'DROP FUNCTION public.tenants_check_change(bigint, text, bigint, text)'),
        migrations.RunSQL(
            CHANGE,
            'DROP FUNCTION public.tenants_set_term(bigint, text, bigint, timestamptz, timestamptz);'
            'DROP FUNCTION public.tenants_set_active(bigint, text, bigint, boolean);'
            'DROP FUNCTION public.tenants_give_password(bigint, text, bigint, text)',
        ),
        migrations.RunSQL(AUDIT, OLD_AUDIT),
        migrations.RunSQL(BRING_IN, BRING_IN_BEFORE),
    ]
