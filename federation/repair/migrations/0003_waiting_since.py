"""Which streams have something in the outbox for a restored cell: the intake answers, and may not read what was said."""

from django.db import migrations

WAITING_SINCE = """
CREATE FUNCTION public.fed_waiting_since(since timestamptz, of_cell text)
RETURNS TABLE (sender text, recipient text, subject uuid)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT DISTINCT said.sender::text, said.recipient::text, said.subject FROM public.fed_outbox said
    WHERE said.seq > 0 AND said.created_at >= since
        AND said.recipient IN (SELECT code FROM public.fed_hall_entry WHERE cell = of_cell);
END
"""


class Migration(migrations.Migration):
    """It tells who speaks to whom about which case, and nothing else."""

    dependencies = [('repair', '0002_may_have_said')]

    operations = [migrations.RunSQL([WAITING_SINCE], ['DROP FUNCTION public.fed_waiting_since(timestamptz, text)'])]
