"""What a fenced hall has put off is treated when its fence is down, in the order in which it came."""

import structlog
from django.db import connection, transaction

from federation.contracts.envelope import Envelope, chain_hash, content_digest
from federation.inbox.availability import is_away
from federation.inbox.decoder import decode_body
from federation.inbox.messages import MessageContext, unpack_headers
from federation.repair.models import PostponedMessage
from federation.repair.registry import resume_message
from govhall.kernel.errors import Broken, Later
from tenants.context import hall_context
from tenants.selectors import hall_by_code

log = structlog.get_logger()
FIND = 'SELECT headers, body FROM fed_inbox WHERE event_id = %s'


def resume(hall: str) -> int:
    """Treat all that was put off at this hall, in order; returns how many. What fails stays, with the reason.

    What only has to wait (Later) is tried again, with all behind it, at the next look; the database away is raised.
    """
    done = 0
    for waiting in PostponedMessage.objects.filter(hall=hall).order_by('id'):
        try:
            _resume_one(waiting)
            done += 1
        except (Later, OSError) as later:
            log.warning('postponed_waits', hall=hall, reason=type(later).__name__)
            break
        except Exception as error:
            if is_away(error):
                raise
            # Kept with its reason: one case must not keep the cell from working.
            PostponedMessage.objects.filter(pk=waiting.pk).update(reason=type(error).__name__)
            log.error('postponed_failed', hall=hall, reason=type(error).__name__)
    return done


def _resume_one(waiting: PostponedMessage) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FIND, [waiting.event_id])
        row = cursor.fetchone()
    if row is None:
        raise Broken('the message is no longer in fed_inbox')
    envelope = Envelope.from_headers(unpack_headers(bytes(row[0])))
    message = decode_body(envelope, bytes(row[1]))
    if message is None:
        raise Broken(f'{envelope.type} is not known to this release')
    said_hash = chain_hash(envelope.previous, content_digest(envelope.type, bytes(row[1])))
    place = (envelope.source, envelope.recipient, envelope.subject, envelope.sequence)
    context = MessageContext(*place, envelope.time, envelope.id, said_hash, envelope.request_hash)
    with hall_context(hall_by_code(waiting.hall)), transaction.atomic():
        resume_message(message, context)
        PostponedMessage.objects.filter(pk=waiting.pk).delete()
