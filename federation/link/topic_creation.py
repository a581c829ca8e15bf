"""Making the topics of a cell."""

from collections.abc import Sequence

from kafka.admin import KafkaAdminClient
from kafka.errors import TopicAlreadyExistsError

from federation.link.administration import administration
from federation.link.topics import RECORD_BYTES, Topic


def create_topics(servers: Sequence[str], topics: Sequence[Topic], *, replication: int) -> list[str]:
    """Make the topics that are missing and return their names; existing ones are left as they are.

    A cell's own user sees its topics and may make none: it succeeds when an administrator made them before.
    Raises LinkDown, which says whether the broker is away, the sign-in is wrong or a right is missing.
    """
    with administration(servers) as admin:
        there = set(admin.list_topics())
        return [topic.name for topic in topics if topic.name not in there and _create(admin, topic, replication)]


def _create(admin: KafkaAdminClient, topic: Topic, replication: int) -> bool:
    configs = {'cleanup.policy': 'compact' if topic.compacted else 'delete', 'max.message.bytes': str(RECORD_BYTES)}
    if not topic.compacted:
        configs['retention.ms'] = str(14 * 24 * 3600 * 1000)
    if replication > 1:
        configs['min.insync.replicas'] = '2'
    wanted = {'num_partitions': topic.partitions, 'replication_factor': replication, 'configs': configs}
    try:
        admin.create_topics({topic.name: wanted}, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        return False
    return True
