"""The second factor: its secret is sealed, its codes are good once, and only functions write it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# A person enrols once, for oneself; a code that was used, or one before it, is never good again.
FUNCTIONS = """
CREATE FUNCTION public.tenants_enrol_factor(whose bigint, sealed bytea, step bigint, codes text[]) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE since timestamptz;
BEGIN
    INSERT INTO tenants_factor (person_id, secret, last_step, recovery)
    SELECT whose, sealed, step, codes FROM tenants_person WHERE id = whose AND is_active AND factor_since IS NULL
    ON CONFLICT (person_id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('govhall.who', whose::text, true);
    UPDATE tenants_person SET factor_since = clock_timestamp() WHERE id = whose RETURNING factor_since INTO since;
    RETURN since;
END $$;
REVOKE ALL ON FUNCTION public.tenants_enrol_factor(bigint, bytea, bigint, text[]) FROM PUBLIC;
CREATE FUNCTION public.tenants_use_step(whose bigint, step bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE tenants_factor SET last_step = step WHERE person_id = whose AND last_step < step;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION public.tenants_use_step(bigint, bigint) FROM PUBLIC;
CREATE FUNCTION public.tenants_use_recovery(whose bigint, candidates text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE left_over integer;
BEGIN
    UPDATE tenants_factor SET recovery = ARRAY(SELECT code FROM unnest(recovery) AS code WHERE code <> ALL (candidates))
    WHERE person_id = whose AND recovery && candidates::varchar[] RETURNING cardinality(recovery) INTO left_over;
    RETURN left_over;
END $$;
REVOKE ALL ON FUNCTION public.tenants_use_recovery(bigint, text[]) FROM PUBLIC;
CREATE FUNCTION public.tenants_reset_factor(asker bigint, place text, whose bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM tenants_check_change(asker, place, whose, 'security');
    DELETE FROM tenants_factor WHERE person_id = whose;
    UPDATE tenants_person SET factor_since = NULL WHERE id = whose AND factor_since IS NOT NULL;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION public.tenants_reset_factor(bigint, text, bigint) FROM PUBLIC;
"""


class Migration(migrations.Migration):

    dependencies = [('tenants', '0016_accounts')]

    operations = [
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='factor', serialize=False, to='tenants.person')),
                ('secret', models.BinaryField()),
                ('last_step', models.BigIntegerField()),
                ('recovery', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None)),
            ],
            options={'db_table': 'tenants_factor'},
        ),
        migrations.RunSQL(
            FUNCTIONS,
            'DROP FUNCTION public.tenants_enrol_factor(bigint, bytea, bigint, text[]);'
            'DROP FUNCTION public.tenants_use_step(bigint, bigint);'
            'DROP FUNCTION public.tenants_use_recovery(bigint, text[]);'
            'DROP FUNCTION public.tenants_reset_factor(bigint, text, bigint)',
        ),
    ]
