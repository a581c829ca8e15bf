"""Heartbeats, and three functions by which the web, which may not read messages, counts them."""

import django.db.models.functions.datetime
from django.db import migrations, models

# BEGIN ATOMIC binds every name now, so the caller's search_path can't put other tables or operators in their place.
TOTALS = """
CREATE FUNCTION public.fed_watch() RETURNS TABLE (name text, amount double precision)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT one.name, one.amount::float8 FROM (
        SELECT unnest(ARRAY['outbox_rows', 'outbox_oldest_seconds']) AS name,
            unnest(ARRAY[count(*), EXTRACT(epoch FROM statement_timestamp() - min(created_at))]) AS amount
        FROM public.fed_outbox
        UNION ALL SELECT 'parked', count(*) FROM public.fed_parked
        UNION ALL SELECT 'streams_' || state, count(*) FROM public.fed_cursor WHERE state <> 'ok' GROUP BY state
        UNION ALL SELECT 'gap_oldest_seconds', EXTRACT(epoch FROM statement_timestamp() - min(parked_at))
            FROM public.fed_parked WHERE reason = 'gap'
        UNION ALL SELECT unnest(ARRAY['quarantined', 'quarantined_last_day']),
            unnest(ARRAY[count(*), count(*) FILTER (WHERE quarantined_at > statement_timestamp() - interval '1 day')])
            FROM public.fed_quarantine
        UNION ALL SELECT unnest(ARRAY['receipts_behind', 'receipts_behind_oldest_seconds']),
            unnest(ARRAY[count(*), EXTRACT(epoch FROM statement_timestamp() - min(sent_at))])
            FROM public.fed_delivery WHERE receipted_seq < sent_seq
        UNION ALL SELECT 'doubtful', count(*) FROM public.fed_delivery WHERE doubtful
        UNION ALL SELECT 'comparison_' || state, count(*) FROM public.fed_comparison
            WHERE day > current_date - 90 GROUP BY state
        UNION ALL SELECT 'guard_' || state, count(*) FROM public.fed_guard GROUP BY state
    ) one WHERE one.amount IS NOT NULL;
END
"""
HALLS = """
CREATE FUNCTION public.fed_watch_halls() RETURNS TABLE (
    hall text, waiting bigint, waiting_since timestamptz, behind bigint, behind_since timestamptz,
    gaps bigint, blocked bigint, conflicts bigint, doubtful bigint
)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT one.hall, sum(one.waiting)::bigint, min(one.waiting_since), sum(one.behind)::bigint, min(one.behind_since),
        sum(one.gaps)::bigint, sum(one.blocked)::bigint, sum(one.conflicts)::bigint, sum(one.doubtful)::bigint
    FROM (
        SELECT sender AS hall, count(*) AS waiting, min(created_at) AS waiting_since, 0 AS behind,
            NULL::timestamptz AS behind_since, 0 AS gaps, 0 AS blocked, 0 AS conflicts, 0 AS doubtful
        FROM public.fed_outbox WHERE seq > 0 GROUP BY sender
        UNION ALL SELECT sender, 0, NULL, count(*), min(sent_at), 0, 0, 0, 0
        FROM public.fed_delivery WHERE receipted_seq < sent_seq GROUP BY sender
        UNION ALL SELECT recipient, 0, NULL, 0, NULL, count(*) FILTER (WHERE state = 'gap'),
            count(*) FILTER (WHERE state = 'blocked'), count(*) FILTER (WHERE state = 'conflict'), 0
        FROM public.fed_cursor WHERE state <> 'ok' GROUP BY recipient
        UNION ALL SELECT sender, 0, NULL, 0, NULL, 0, 0, 0, count(*)
        FROM public.fed_delivery WHERE doubtful GROUP BY sender
    ) one GROUP BY one.hall ORDER BY one.hall;
END
"""
# Of a quarantined record nothing but the reason can be trusted, so nothing else is shown.
SET_ASIDE = """
CREATE FUNCTION public.fed_watch_set_aside() RETURNS TABLE (
    place text, sender text, recipient text, type text, reason text, messages bigint, since timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT 'parked', sender, recipient, type, reason, count(*), min(parked_at)
    FROM public.fed_parked GROUP BY sender, recipient, type, reason
    UNION ALL SELECT 'quarantined', '', '', '', reason, count(*), min(quarantined_at)
    FROM public.fed_quarantine GROUP BY reason
    ORDER BY 7 LIMIT 500;
END
"""
NAMES = ('fed_watch', 'fed_watch_halls', 'fed_watch_set_aside')


class Migration(migrations.Migration):
    """One table and three functions."""

    initial = True
    dependencies = [('outbox', '0003_lanes'), ('inbox', '0004_tries'), ('receipts', '0002_partitions')]

    operations = [
        migrations.CreateModel(
            'Heartbeat',
            [
                ('process', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('state', models.JSONField()),
            ],
            {'db_table': 'fed_health'},
        ),
        migrations.RunSQL([TOTALS, HALLS, SET_ASIDE], [f'DROP FUNCTION public.{name}()' for name in reversed(NAMES)]),
    ]
