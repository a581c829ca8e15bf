"""Publishing what a page has changed of the catalogue: one version at a time."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from federation.outbox.services import publish_entry
from govhall.catalogue.entries import Entry, topic_key
from govhall.kernel.errors import Refused

# Two who publish at once wait for each other here, and the second finds the version taken.
NOTE = """
INSERT INTO catalogue_publication AS told (key, version, at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET version = excluded.version, at = excluded.at
WHERE told.version < excluded.version OR told.at < %s
"""
FORGOTTEN_AFTER = timedelta(days=1)  # what has not come back by then was refused somewhere: 报文收发 says so


class PublicationUnderWay(Refused):
    """What was published last of this entry has not come back yet: this change was made without it, and would drop it.

    Nothing was published.
    """

    code = 'PUBLICATION_UNDER_WAY'
    status = 409
    sentence = '刚公布的上一次改动还没有生效，这次没有公布。请过一会儿刷新页面，看到上次的改动以后再公布。'


def publish(entry: Entry) -> None:
    """Publish the next version of an entry, made from the one that stands; inside the caller's transaction.

    It takes effect when it comes back over the topic, here as in every cell. Raises PublicationUnderWay, TooLarge.
    """
    at, key = timezone.now(), topic_key(entry)
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [key, entry.version, at, at - FORGOTTEN_AFTER])
        if not cursor.rowcount:
            raise PublicationUnderWay
    publish_entry('catalogue', key=key, message=entry)
