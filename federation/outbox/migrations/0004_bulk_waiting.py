"""How much of what is large waits: whoever cuts files must not fill the outbox with them."""

from django.db import migrations, models

BULK = """
CREATE FUNCTION public.fed_bulk_waiting(OUT waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT count(*) FROM public.fed_outbox WHERE topic::text LIKE '%.bulk';
END
"""


class Migration(migrations.Migration):
    """A function for the web role, which can't read the table, and its index."""

    dependencies = [('outbox', '0003_lanes')]

    operations = [
        migrations.AddIndex(
            model_name='outboxrow',
            index=models.Index(fields=['id'], name='outbox_bulk', condition=models.Q(topic__endswith='.bulk')),
        ),
        migrations.RunSQL([BULK], ['DROP FUNCTION public.fed_bulk_waiting()']),
    ]
