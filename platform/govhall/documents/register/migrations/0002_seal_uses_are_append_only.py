"""A use of a seal can't be changed: the database refuses update, delete and truncate to every role."""

from django.db import migrations

GUARD = """
CREATE FUNCTION register_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'uses of a seal are append-only' USING ERRCODE = 'restrict_violation'; END $$;
"""
ROWS = """
CREATE TRIGGER seal_use_append_only BEFORE UPDATE OR DELETE ON notice_seal_use
FOR EACH ROW EXECUTE FUNCTION register_refuse_change();
"""
TABLE = """
CREATE TRIGGER seal_use_no_truncate BEFORE TRUNCATE ON notice_seal_use
FOR EACH STATEMENT EXECUTE FUNCTION register_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers on notice_seal_use."""

    dependencies = [('register', '0001_initial')]

    operations = [migrations.RunSQL([GUARD, ROWS, TABLE], reverse_sql=migrations.RunSQL.noop)]
