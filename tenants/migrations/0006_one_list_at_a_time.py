"""Two lists for one hall at once: the second waits for the first, and sees what it did."""

from importlib import import_module

from django.db import migrations

before = import_module('tenants.migrations.0004_people_from_a_list')

# As in 0004, but behind a lock of the hall, with the moment taken after it: a moment from before it overlooked the roles
# that the first list had just given, and a person had them twice. Nothing is given in a hall that moves to another cell
# (its rows may be packed already), no agent at a point that is closed, and no login twice.
FUNCTION = """
CREATE OR REPLACE FUNCTION public.tenants_bring_in_people(importer bigint, hall_code text, wanted jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place bigint; who bigint; row jsonb; known text; given text[]; old_roles text[]; same boolean; changed integer := 0;
    moment timestamptz;
BEGIN
    SELECT id INTO place FROM tenants_hall WHERE code = hall_code AND closed_on IS NULL AND standing = ''
    FOR NO KEY UPDATE;
    moment := clock_timestamp();
    IF place IS NULL OR NOT EXISTS (
        SELECT FROM tenants_membership AS one JOIN tenants_person AS person ON person.id = one.person_id
        WHERE one.person_id = importer AND one.hall_id = place AND person.is_active AND 'administrator' = ANY(one.roles)
        AND one.valid_from <= moment AND (one.valid_to IS NULL OR one.valid_to > moment)
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the administrator of this hall';
    END IF;
    FOR row IN SELECT * FROM jsonb_array_elements(wanted) LOOP
        given := ARRAY(SELECT jsonb_array_elements_text(row->'roles'));
        IF NOT given <@ ARRAY['clerk', 'agent', 'reviewer', 'chief', 'approver', 'supervisor', 'leader'] THEN
            RAISE insufficient_privilege USING MESSAGE = 'a role that nobody gives on a page';
        END IF;
        IF row->>'point' <> '' AND NOT EXISTS (
            SELECT FROM tenants_point WHERE hall_id = place AND code = row->>'point' AND active
        ) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a point of another hall';
        END IF;
        who := NULL;
        SELECT id, name INTO who, known FROM tenants_person WHERE username = row->>'username' FOR UPDATE;
        IF who IS NULL THEN
            CONTINUE WHEN given = '{}';
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
        SELECT array_agg(role) INTO old_roles FROM (
            SELECT unnest(roles) AS role FROM tenants_membership
            WHERE person_id = who AND hall_id = place AND valid_from <= moment AND (valid_to IS NULL OR valid_to > moment)
        ) AS held;
        IF 'administrator' = ANY(old_roles) THEN
            RAISE insufficient_privilege USING MESSAGE = 'an administrator is changed by nobody on a page';
        END IF;
        UPDATE tenants_membership SET valid_to = moment
        WHERE person_id = who AND hall_id = place AND valid_from <= moment AND (valid_to IS NULL OR valid_to > moment);
        IF given <> '{}' THEN
            INSERT INTO tenants_membership (person_id, hall_id, roles, department, point, valid_from)
            VALUES (who, place, given, row->>'department', row->>'point', moment);
        END IF;
        INSERT INTO tenants_roles_given (hall_code, importer, person, before, after, at)
        VALUES (hall_code, importer, who, coalesce(old_roles, '{}'), given, moment);
        changed := changed + 1;
    END LOOP;
    RETURN changed;
END $$;
"""
BEFORE = before.FUNCTION.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')


class Migration(migrations.Migration):

    dependencies = [('tenants', '0005_hall_moves')]

    operations = [migrations.RunSQL(FUNCTION, BEFORE)]
