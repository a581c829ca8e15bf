"""The ids of topics: one that was deleted and made again has another id, and its positions start over."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.conf import settings

from federation.link.administration import administration
from federation.link.topics import Lane, topics_read_by

NO_TOPIC_ID = ('None', '', str(UUID(int=0)))  # what a broker says of a topic that is not there


def topic_ids(lanes: Collection[Lane] = tuple(Lane)) -> Mapping[str, str]:
    """The id of each topic that this cell reads in these lanes, by name; a topic that is not there is left out.

    None with the direct link, whose table is restored with the database. Raises LinkDown.
    """
    if settings.LINK == 'direct':
        return {}
    wanted = [topic.name for topic in topics_read_by(settings.CELL) if topic.lane in lanes]
    with administration(settings.KAFKA_SERVERS) as admin:
        described = admin.describe_topics(wanted)
    ids = {str(topic['name']): str(topic['topic_id']) for topic in described}
    return {name: topic_id for name, topic_id in ids.items() if topic_id not in NO_TOPIC_ID}
