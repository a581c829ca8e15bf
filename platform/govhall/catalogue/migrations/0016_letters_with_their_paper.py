"""Letters carry their scan; who withdraws one says from which day, why, and who takes what hangs on it."""

from importlib import import_module

from django.db import migrations, models

before = import_module('govhall.catalogue.migrations.0015_letters_by_security')
OLD_GIVE, OLD_REVOKE = before.NEW
GIVE = OLD_GIVE.replace(
    'valid_from, valid_to, given_by, given_by_name, revoked_by_name)',
    'valid_from, valid_to, given_by, given_by_name, revoked_by_name, file_hash, file_type)',
).replace(
    "giver, giver_name, '');",
    "giver, giver_name, '',\n        coalesce(letter->>'file_hash', ''), coalesce(letter->>'file_type', ''));",
)
REVOKE = """
CREATE FUNCTION public.catalogue_revoke_letter(revoker bigint, place text, letter uuid, said jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moment timestamptz := clock_timestamp(); number text; revoker_name text; taker bigint := said->>'taken_over_by';
    ends timestamptz := greatest(moment, (said->>'day')::date::timestamp AT TIME ZONE 'Asia/Shanghai');
    taker_name text := coalesce((SELECT name FROM tenants_person WHERE id = taker), '');
BEGIN
    SELECT name INTO revoker_name FROM tenants_person WHERE id = revoker;
    IF NOT public.tenants_holds_office(revoker, place, 'security') THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the administrator of this hall';
    END IF;
    IF coalesce(said->>'reason', '') = '' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a letter is withdrawn for a reason';
    END IF;
    UPDATE catalogue_authorisation SET revoked_at = ends, revoked_by = revoker, revoked_by_name = revoker_name,
        revoke_reason = left(said->>'reason', 200), taken_over_by = taker, taken_over_by_name = taker_name
    WHERE id = letter AND hall_code = place AND (revoked_at IS NULL OR revoked_at > moment) RETURNING document INTO number;
    IF number IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO tenants_audit (action, who, who_name, hall, subject, detail, address)
    VALUES ('letter_revoked', revoker, revoker_name, place, left(number, 120),
        jsonb_build_object('letter', letter, 'from', said->'day', 'reason', said->'reason', 'taken_over_by', taker_name),
        left(coalesce(said->>'address', ''), 45));
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION public.catalogue_revoke_letter(bigint, text, uuid, jsonb) FROM PUBLIC;
"""


class Migration(migrations.Migration):

    dependencies = [('catalogue', '0015_letters_by_security')]

    operations = [
        *(
            migrations.AddField('authorisation', name, models.CharField(blank=True, db_default='', max_length=most))
            for name, most in [
                ('revoke_reason', 200),
                ('taken_over_by_name', 60),
                ('file_hash', 64),
                ('file_type', 100),
            ]
        ),
        migrations.AddField('authorisation', 'taken_over_by', models.BigIntegerField(null=True)),
        migrations.RunSQL(GIVE, OLD_GIVE),
        migrations.RunSQL('DROP FUNCTION public.catalogue_revoke_letter(bigint, text, uuid, text)', OLD_REVOKE),
        migrations.RunSQL(REVOKE, 'DROP FUNCTION public.catalogue_revoke_letter(bigint, text, uuid, jsonb)'),
    ]
