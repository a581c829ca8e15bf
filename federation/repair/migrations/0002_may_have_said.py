"""What an answer is held against, without a right to read what was said."""

from django.db import migrations

# Of $1 (the case) from $2 to $3: whether a message with the hash $4 was said. $5 is how many there are: where some are
# not kept any more, or a restore has forgotten or replaced them, nobody can say that it was not.
MAY_HAVE_SAID = """
CREATE FUNCTION public.fed_may_have_said(uuid, text, text, text, bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT EXISTS (SELECT 1 FROM public.fed_fence WHERE hall = $2)
        OR EXISTS (
            SELECT 1 FROM public.fed_delivery held
            WHERE (held.subject, held.sender, held.recipient) = ($1, $2, $3) AND held.adopted_seq > 0
        )
        OR count(DISTINCT said.seq) < $5
        OR COALESCE(bool_or($4 = encode(sha256(convert_to(said.previous, 'UTF8')
            || sha256(convert_to(said.type || E'\\n', 'UTF8') || said.body)), 'hex')), false)
    FROM (
        SELECT sent.seq, sent.previous, sent.type, sent.body FROM public.fed_sent sent
        WHERE (sent.subject, sent.sender, sent.recipient) = ($1, $2, $3)
        UNION ALL
        SELECT waiting.seq, waiting.previous, waiting.type, waiting.body FROM public.fed_outbox waiting
        WHERE (waiting.subject, waiting.sender, waiting.recipient) = ($1, $2, $3)
    ) said;
END
"""


class Migration(migrations.Migration):
    """It tells yes or no only."""

    dependencies = [('repair', '0001_initial'), ('receipts', '0004_own_tips'), ('outbox', '0004_bulk_waiting')]

    operations = [
        migrations.RunSQL([MAY_HAVE_SAID], ['DROP FUNCTION public.fed_may_have_said(uuid, text, text, text, bigint)'])
    ]
