"""Evidence of both ends in partitions by month: what was sent (fed_sent) and what took effect (fed_inbox)."""

from django.db import migrations

# Made as the owner, called by a task of the web role: it names no table that a caller could choose.
MAKE = """
CREATE FUNCTION public.fed_make_partitions(ahead integer DEFAULT 2) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    parent text;
    month date;
    name text;
    made integer := 0;
BEGIN
    FOREACH parent IN ARRAY ARRAY['fed_sent', 'fed_inbox'] LOOP
        FOR step IN 0..least(ahead, 12) LOOP
            month := (date_trunc('month', now() AT TIME ZONE 'UTC') + step * interval '1 month')::date;
            name := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
            IF to_regclass('public.' || name) IS NULL THEN
                EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', name,
                    parent, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;
"""
# A month goes 90 days after its end, and never while a receiver has not acknowledged all that was sent in it.
DROP = """
CREATE FUNCTION public.fed_drop_partitions() RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    part record;
    wanted boolean;
BEGIN
    FOR part IN
        SELECT child.relname AS name, parent.relname AS parent,
            to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month' AS ends
        FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
        WHERE parent.oid IN ('public.fed_sent'::regclass, 'public.fed_inbox'::regclass)
    LOOP
        CONTINUE WHEN part.ends > now() AT TIME ZONE 'UTC' - interval '90 days';
        IF part.parent = 'fed_sent' THEN
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I said LEFT JOIN public.fed_delivery held
                ON (held.subject, held.sender, held.recipient) = (said.subject, said.sender, said.recipient)
                WHERE COALESCE(held.receipted_seq, 0) < said.seq)', part.name) INTO wanted;
            CONTINUE WHEN wanted;
        END IF;
        EXECUTE format('DROP TABLE public.%I', part.name);
        RETURN NEXT part.name;
    END LOOP;
END $$;
"""
SENT = """
ALTER TABLE fed_sent RENAME TO fed_sent_whole;
DROP INDEX sent_stream;
CREATE TABLE fed_sent (LIKE fed_sent_whole) PARTITION BY RANGE (sent_at);
ALTER TABLE fed_sent ADD PRIMARY KEY (id, sent_at);
CREATE INDEX sent_stream ON fed_sent (subject, sender, recipient, seq);
CREATE INDEX sent_said ON fed_sent (created_at);
"""
# What was sent before this release keeps its months.
EARLIER = """
DO $$
DECLARE
    month timestamp;
BEGIN
    FOR month IN SELECT DISTINCT date_trunc('month', sent_at AT TIME ZONE 'UTC') FROM fed_sent_whole LOOP
        IF to_regclass('public.fed_sent_' || to_char(month, 'YYYY_MM')) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF fed_sent FOR VALUES FROM (%L) TO (%L)',
                'fed_sent_' || to_char(month, 'YYYY_MM'), month AT TIME ZONE 'UTC',
                (month + interval '1 month') AT TIME ZONE 'UTC');
        END IF;
    END LOOP;
    INSERT INTO fed_sent SELECT * FROM fed_sent_whole;
    INSERT INTO fed_delivery (subject, sender, recipient, sent_seq, sent_at)
        SELECT subject, sender, recipient, max(seq), max(sent_at) FROM fed_sent GROUP BY subject, sender, recipient;
    DROP TABLE fed_sent_whole;
END $$;
"""
BACK = """
CREATE TABLE fed_sent_whole (LIKE fed_sent);
INSERT INTO fed_sent_whole SELECT * FROM fed_sent;
DROP TABLE fed_sent;
ALTER TABLE fed_sent_whole RENAME TO fed_sent;
ALTER TABLE fed_sent ADD PRIMARY KEY (id);
CREATE INDEX sent_stream ON fed_sent (subject, sender, recipient, seq);
"""


class Migration(migrations.Migration):
    """Months are made two ahead, by a daily task and whenever a relay starts."""

    dependencies = [('receipts', '0001_initial'), ('inbox', '0002_evidence'), ('outbox', '0003_lanes')]

    operations = [
        migrations.RunSQL([SENT], [BACK]),
        migrations.RunSQL([MAKE, DROP], ['DROP FUNCTION public.fed_make_partitions, public.fed_drop_partitions']),
        migrations.RunSQL(['SELECT public.fed_make_partitions()', EARLIER], migrations.RunSQL.noop),
    ]
