"""An answer names the message that it answers by its hash: it must be one that this hall has said."""

from collections.abc import Sequence

from django.db import connection

from federation.inbox.messages import MessageContext
from govhall.kernel.errors import Broken

# Mostly the last message or the one before it: those stand in the hall's own schema.
NEVER_SENT = """
SELECT 1 FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS named (subject, sender, recipient, hash)
LEFT JOIN fed_stream said ON (said.subject, said.recipient) = (named.subject, named.sender)
WHERE (named.hash IN (said.tip, said.previous)) IS NOT TRUE AND NOT public.fed_may_have_said(
    named.subject, named.recipient, named.sender, named.hash, COALESCE(said.next_seq - 1, 0)
) LIMIT 1
"""


class AnswersNothing(Broken):
    """An answer to a message that this hall has never said to the one that answers about this case."""


def check_answers(contexts: Sequence[MessageContext]) -> None:
    """Hold the answers among these against what the current hall has said; one statement.

    Raises AnswersNothing. What can't be known any more is believed: it was cleared away, or forgotten in a restore.
    """
    answers = [
        (context.subject, context.sender, context.recipient, context.answers) for context in contexts if context.answers
    ]
    if not answers:
        return
    with connection.cursor() as cursor:
        cursor.execute(NEVER_SENT, [list(column) for column in zip(*answers, strict=True)])
        if cursor.fetchone():
            raise AnswersNothing
