"""How many facts wait: whoever tells many again must not fill the outbox with them."""

from django.db import migrations

FACTS = """
CREATE FUNCTION public.fed_facts_waiting(IN topic_name text, IN most integer, OUT waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT count(*) FROM (
        SELECT FROM public.fed_outbox WHERE topic = topic_name AND topic_name LIKE '%.facts' LIMIT most
    ) AS counted;
END
"""


class Migration(migrations.Migration):
    """A function for the web role, which can't read the table."""

    dependencies = [('outbox', '0004_bulk_waiting')]

    operations = [migrations.RunSQL([FACTS], ['DROP FUNCTION public.fed_facts_waiting(text, integer)'])]
