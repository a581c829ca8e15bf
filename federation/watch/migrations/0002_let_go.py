"""What the quarantine had no room for is shown beside what it holds."""

from django.db import migrations

# Of a quarantined record nothing but the reason can be trusted, so nothing else is shown.
SET_ASIDE = """
CREATE OR REPLACE FUNCTION public.fed_watch_set_aside() RETURNS TABLE (
    place text, sender text, recipient text, type text, reason text, messages bigint, since timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT 'parked', sender, recipient, type, reason, count(*), min(parked_at)
    FROM public.fed_parked GROUP BY sender, recipient, type, reason
    UNION ALL SELECT 'quarantined', '', '', '', reason, count(*), min(quarantined_at)
    FROM public.fed_quarantine GROUP BY reason
    UNION ALL SELECT 'quarantined', '', '', '', 'quarantine_full', sum(records)::bigint, min(since)
    FROM public.fed_let_go HAVING count(*) > 0
    ORDER BY 7 LIMIT 500;
END
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [('watch', '0001_initial'), ('inbox', '0005_let_go')]

    operations = [migrations.RunSQL(SET_ASIDE, migrations.RunSQL.noop)]
