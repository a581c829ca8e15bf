"""What receipts are held against, without a right to read what was said."""

from django.db import migrations

# The hash of our own message at each place, in the order asked: from what was sent or, after a relay died between sending
# and moving, from what still waits; for what was cleared away since, what was acknowledged; after a
# restore, what the receiver told of a forgotten life; else NULL.
OWN_TIPS = """
CREATE FUNCTION public.fed_own_tips(
    subjects uuid[], senders text[], recipients text[], seqs bigint[], tips text[], buckets smallint[]
) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT COALESCE(
        (SELECT held.adopted_tip FROM public.fed_delivery held
            WHERE (held.subject, held.sender, held.recipient) = (told.subject, told.sender, told.recipient)
                AND held.adopted_seq = told.seq),
        (SELECT encode(sha256(convert_to(said.previous, 'UTF8')
                || sha256(convert_to(said.type || E'\\n', 'UTF8') || said.body)), 'hex')
            FROM public.fed_sent said
            WHERE (said.subject, said.sender, said.recipient, said.seq)
                = (told.subject, told.sender, told.recipient, told.seq) LIMIT 1),
        (SELECT encode(sha256(convert_to(said.previous, 'UTF8')
                || sha256(convert_to(said.type || E'\\n', 'UTF8') || said.body)), 'hex')
            FROM public.fed_outbox said
            WHERE said.bucket = told.bucket AND (said.subject, said.sender, said.recipient, said.seq)
                = (told.subject, told.sender, told.recipient, told.seq) LIMIT 1),
        (SELECT CASE WHEN held.receipted_seq = told.seq THEN held.receipted_tip ELSE told.tip END
            FROM public.fed_delivery held
            WHERE (held.subject, held.sender, held.recipient) = (told.subject, told.sender, told.recipient)
                AND held.receipted_seq >= told.seq),
        (SELECT CASE WHEN held.adopted_seq = told.seq THEN held.adopted_tip ELSE told.tip END
            FROM public.fed_delivery held
            WHERE (held.subject, held.sender, held.recipient) = (told.subject, told.sender, told.recipient)
                AND held.adopted_seq >= told.seq)
    )
    FROM unnest(subjects, senders, recipients, seqs, tips, buckets)
        WITH ORDINALITY AS told (subject, sender, recipient, seq, tip, bucket, place)
    ORDER BY told.place;
END
"""


class Migration(migrations.Migration):
    """It tells hashes only."""

    dependencies = [('receipts', '0003_adopted')]

    operations = [migrations.RunSQL([OWN_TIPS], ['DROP FUNCTION public.fed_own_tips'])]
