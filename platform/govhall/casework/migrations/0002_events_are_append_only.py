"""Events can't be changed: the database refuses update, delete and truncate to every role, also to the owner."""

from django.db import migrations

# The function stands in the hall's own schema, so that a restored or copied schema carries its guard along.
GUARD = """
CREATE FUNCTION casework_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'events of a case are append-only' USING ERRCODE = 'restrict_violation'; END $$;
"""
ROWS = """
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON casework_event
FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
"""
TABLE = """
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON casework_event
FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers on casework_event."""

    dependencies = [('casework', '0001_initial')]

    operations = [
        migrations.RunSQL([GUARD, ROWS, TABLE], reverse_sql=migrations.RunSQL.noop),
    ]
