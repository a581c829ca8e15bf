"""The audit: a table that only grows, and triggers that write down what is done to accounts whoever does it."""

import django.contrib.postgres.indexes
import django.db.models.functions.datetime
from django.db import migrations, models

# Six months are the least that the law asks for (网络安全法 §21); the trigger itself refuses to delete anything younger.
GUARD = """
ALTER TABLE tenants_audit ALTER COLUMN at SET DEFAULT clock_timestamp(), ALTER COLUMN login SET DEFAULT session_user;
CREATE FUNCTION public.tenants_refuse_audit() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('govhall.pruning', true) = 'on'
       AND OLD.at < clock_timestamp() - interval '6 months' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON tenants_audit
FOR EACH ROW EXECUTE FUNCTION public.tenants_refuse_audit();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON tenants_audit
FOR EACH STATEMENT EXECUTE FUNCTION public.tenants_refuse_audit();
"""
# Written by the database: also what somebody does to an account by SQL, with the login that did it. Who asked for it
# on a page is told by the setting `govhall.who`.
ACCOUNTS = """
CREATE FUNCTION public.tenants_audit_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    new_row jsonb := to_jsonb(NEW); old_row jsonb := to_jsonb(OLD); row jsonb := coalesce(to_jsonb(NEW), to_jsonb(OLD));
    asker bigint := nullif(current_setting('govhall.who', true), '')::bigint;
    what jsonb := jsonb_build_object('change', lower(TG_OP)); act text; place text := ''; about text;
BEGIN
    IF TG_TABLE_NAME = 'tenants_person' THEN
        act := 'account_changed'; about := row->>'username';
        IF TG_OP = 'UPDATE' THEN
            IF new_row->'password' = old_row->'password' AND new_row->'is_active' = old_row->'is_active'
               AND new_row->'username' = old_row->'username' AND new_row->'name' = old_row->'name' THEN
                RETURN NULL;
            END IF;
            what := what || jsonb_build_object('password', new_row->'password' <> old_row->'password',
                'active', new_row->'is_active', 'login_before', old_row->'username');
        END IF;
    ELSE
        SELECT username INTO about FROM tenants_person WHERE id = (row->>'person_id')::bigint;
        SELECT code INTO place FROM tenants_hall WHERE id = (row->>'hall_id')::bigint;
        IF TG_TABLE_NAME = 'tenants_membership' THEN
            act := 'roles_changed';
            what := what || jsonb_build_object('roles', row->'roles', 'department', row->'department',
                'point', row->'point', 'valid_to', row->'valid_to');
        ELSE
            act := 'token_changed';
            what := what || jsonb_build_object('handle', row->'handle', 'valid_to', row->'valid_to',
                'revoked_at', row->'revoked_at');
        END IF;
    END IF;
    INSERT INTO tenants_audit (action, who, who_name, hall, subject, detail, address)
    VALUES (act, asker, coalesce((SELECT name FROM tenants_person WHERE id = asker), ''), coalesce(place, ''),
        coalesce(about, ''), what, '');
    RETURN NULL;
END $$;
CREATE TRIGGER person_audited AFTER INSERT OR UPDATE OR DELETE ON tenants_person
FOR EACH ROW EXECUTE FUNCTION public.tenants_audit_account();
CREATE TRIGGER membership_audited AFTER INSERT OR UPDATE OR DELETE ON tenants_membership
FOR EACH ROW EXECUTE FUNCTION public.tenants_audit_account();
CREATE TRIGGER token_audited AFTER INSERT OR UPDATE OR DELETE ON tenants_access_token
FOR EACH ROW EXECUTE FUNCTION public.tenants_audit_account();
REVOKE ALL ON FUNCTION public.tenants_audit_account() FROM PUBLIC;
"""


class Migration(migrations.Migration):

    dependencies = [('tenants', '0011_space')]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('login', models.CharField(db_default='', max_length=63)),
                ('action', models.CharField(max_length=30)),
                ('who', models.BigIntegerField(null=True)),
                ('who_name', models.CharField(max_length=60)),
                ('hall', models.CharField(max_length=8)),
                ('subject', models.CharField(max_length=120)),
                ('detail', models.JSONField(default=dict)),
                ('address', models.CharField(max_length=45)),
            ],
            options={
                'db_table': 'tenants_audit',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(fields=['hall', 'action', 'id'], name='audit_of_a_hall'),
                    models.Index(fields=['who', 'id'], name='audit_of_a_person'),
                    models.Index(fields=['action', 'id'], name='audit_of_an_action'),
                    django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='audit_by_time'),
                ],
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
        migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop),
    ]
