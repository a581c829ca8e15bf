"""What a hall may see of the outbox, and how the outbox is kept small."""

from django.db import migrations

# The hall is taken from the schema that the caller is in, not from an argument: a hall can't ask about another one.
# BEGIN ATOMIC binds every name now, so the caller's search_path can't put other tables or operators in their place.
WAITING = """
CREATE FUNCTION public.fed_waiting(OUT waiting bigint, OUT oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT count(*), min(due.created_at)
    FROM public.fed_outbox due JOIN public.tenants_hall hall ON hall.code = due.sender
    WHERE hall.schema_name = current_schema() AND due.seq > 0;
END
"""
# Rows live for a fraction of a second: without this the relay would read through the dead ones of hours.
VACUUM = """
ALTER TABLE public.fed_outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)
"""


class Migration(migrations.Migration):
    """A function for the web role, which can't read the table."""

    dependencies = [('outbox', '0001_initial'), ('tenants', '0001_first')]

    operations = [
        migrations.RunSQL([WAITING], ['DROP FUNCTION public.fed_waiting()']),
        migrations.RunSQL([VACUUM], ['ALTER TABLE public.fed_outbox RESET (autovacuum_vacuum_scale_factor)']),
    ]
