"""Up to when all facts for a cell have left the outbox: what a watermark may vouch for."""

from django.db import migrations

# A fact that is committed before the oldest waiting one was written has left; what commits later happens later.
UNTIL = """
CREATE FUNCTION public.fed_facts_told_until(
    IN topic_name text, IN moment timestamptz, IN most integer, OUT until timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT CASE WHEN count(*) <= most THEN LEAST(moment, min(waiting.created_at)) END FROM (
        SELECT created_at FROM public.fed_outbox
        WHERE topic = topic_name AND topic_name LIKE '%.facts' AND type <> 'fact.watermark.v1' LIMIT most + 1
    ) AS waiting;
END
"""


class Migration(migrations.Migration):
    """A function for the web role, which can't read the table."""

    dependencies = [('outbox', '0005_facts_waiting')]

    operations = [
        migrations.RunSQL([UNTIL], ['DROP FUNCTION public.fed_facts_told_until(text, timestamptz, integer)'])
    ]
