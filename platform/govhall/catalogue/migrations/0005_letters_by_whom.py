"""Letters say who gave and who revoked them, and the page gives and revokes them by functions that check who asks."""

from django.db import migrations, models

# The page's database role reads letters and writes none. These run with the owner's rights and do one thing each, asked
# by somebody who administers that very hall at this moment; what they did stands in the audit in the same transaction.
GIVE = """
CREATE FUNCTION public.catalogue_give_letter(giver bigint, letter jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moment timestamptz := clock_timestamp(); place text := letter->>'hall_code'; whose bigint := letter->>'person_id';
    today timestamptz := date_trunc('day', moment AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai';
    giver_name text; powers text[] := ARRAY(SELECT jsonb_array_elements_text(letter->'powers'));
    covered text[] := CASE WHEN letter->'matters' = 'null'::jsonb THEN NULL
        ELSE ARRAY(SELECT jsonb_array_elements_text(letter->'matters')) END;
BEGIN
    SELECT name INTO giver_name FROM tenants_person WHERE id = giver;
    IF NOT public.tenants_administers(giver, place) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the administrator of this hall';
    END IF;
    IF whose = giver THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody gives powers to oneself';
    END IF;
    IF (letter->>'valid_from')::timestamptz < today THEN
        RAISE insufficient_privilege USING MESSAGE = 'a letter does not begin before the day on which it is given';
    END IF;
    IF covered = '{}' OR powers = '{}' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a letter names what it gives';
    END IF;
    IF NOT EXISTS (
        SELECT FROM tenants_membership AS one JOIN tenants_hall AS hall ON hall.id = one.hall_id
        WHERE one.person_id = whose AND hall.code = place
        AND one.valid_from <= moment AND (one.valid_to IS NULL OR one.valid_to > moment)
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the person does not work in this hall';
    END IF;
    INSERT INTO catalogue_authorisation (id, person_id, hall_code, matters, powers, grantor, organ_code, document,
        valid_from, valid_to, given_by, given_by_name, revoked_by_name)
    VALUES ((letter->>'id')::uuid, whose, place, covered, powers, letter->>'grantor', coalesce(letter->>'organ_code', ''),
        letter->>'document',
        (letter->>'valid_from')::timestamptz, (letter->>'valid_to')::timestamptz, giver, giver_name, '');
    INSERT INTO tenants_audit (action, who, who_name, hall, subject, detail, address)
    VALUES ('letter_given', giver, giver_name, place, left(letter->>'document', 120),
        jsonb_build_object('person', (SELECT name FROM tenants_person WHERE id = whose), 'letter', letter->>'id',
            'person_id', whose, 'powers', letter->'powers', 'matters', coalesce(letter->'matters', '[]')),
        left(coalesce(letter->>'address', ''), 45));
END $$;
REVOKE ALL ON FUNCTION public.catalogue_give_letter(bigint, jsonb) FROM PUBLIC;
"""
REVOKE = """
CREATE FUNCTION public.catalogue_revoke_letter(revoker bigint, place text, letter uuid, address text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moment timestamptz := clock_timestamp(); revoker_name text; number text;
BEGIN
    SELECT name INTO revoker_name FROM tenants_person WHERE id = revoker;
    IF NOT public.tenants_administers(revoker, place) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the administrator of this hall';
    END IF;
    UPDATE catalogue_authorisation SET revoked_at = moment, revoked_by = revoker, revoked_by_name = revoker_name
    WHERE id = letter AND hall_code = place AND (revoked_at IS NULL OR revoked_at > moment) RETURNING document INTO number;
    IF number IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO tenants_audit (action, who, who_name, hall, subject, detail, address)
    VALUES ('letter_revoked', revoker, revoker_name, place, left(number, 120), jsonb_build_object('letter', letter),
        left(address, 45));
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION public.catalogue_revoke_letter(bigint, text, uuid, text) FROM PUBLIC;
"""


class Migration(migrations.Migration):

    dependencies = [('catalogue', '0008_kinds_and_heads_of_organs'), ('tenants', '0008_own_password')]

    operations = [
        migrations.AddField('authorisation', 'given_by', models.BigIntegerField(null=True)),
        migrations.AddField('authorisation', 'given_by_name', models.CharField(blank=True, max_length=60, default='')),
        migrations.AddField('authorisation', 'revoked_by', models.BigIntegerField(null=True)),
        migrations.AddField(
            'authorisation', 'revoked_by_name', models.CharField(blank=True, max_length=60, default='')
        ),
        migrations.RunSQL(GIVE, 'DROP FUNCTION public.catalogue_give_letter(bigint, jsonb)'),
        migrations.RunSQL(REVOKE, 'DROP FUNCTION public.catalogue_revoke_letter(bigint, text, uuid, text)'),
    ]
