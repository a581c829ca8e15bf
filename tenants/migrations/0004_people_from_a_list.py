"""People from a list: the one way in which a page may make people and roles, and what it did."""

import django.contrib.postgres.fields
from django.db import migrations, models

# The page's database role may read people and memberships and not write them. This function runs with the owner's
# rights and does one thing: give roles in one hall, asked by somebody who administers that very hall at this moment.
# It never makes an administrator, changes none, renames nobody, sets no password, and writes down what it did.
FUNCTION = """
CREATE FUNCTION public.tenants_bring_in_people(importer bigint, hall_code text, wanted jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place bigint; who bigint; row jsonb; known text; given text[]; old_roles text[]; same boolean; changed integer := 0;
    moment timestamptz := clock_timestamp();
BEGIN
    SELECT id INTO place FROM tenants_hall WHERE code = hall_code AND closed_on IS NULL;
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
            SELECT FROM tenants_point WHERE hall_id = place AND code = row->>'point'
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
            RETURNING id INTO who;
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
REVOKE ALL ON FUNCTION public.tenants_bring_in_people(bigint, text, jsonb) FROM PUBLIC;
"""
REMOVE = 'DROP FUNCTION public.tenants_bring_in_people(bigint, text, jsonb)'


def _roles() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None)


class Migration(migrations.Migration):

    dependencies = [('tenants', '0003_closed_halls')]

    operations = [
        migrations.CreateModel(
            name='RolesGiven',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hall_code', models.CharField(max_length=8)),
                ('importer', models.BigIntegerField()),
                ('person', models.BigIntegerField()),
                ('before', _roles()),
                ('after', _roles()),
                ('at', models.DateTimeField()),
            ],
            options={'db_table': 'tenants_roles_given', 'ordering': ['-id']},
        ),
        migrations.RunSQL(FUNCTION, REMOVE),
    ]
