"""Making the topics of a cell."""

from collections.abc import Sequence

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError, TopicAlreadyExistsError

from federation.link.kafka import CONNECTION
from federation.link.port import LinkDown
from federation.link.topics import RECORD_BYTES, Topic


def create_topics(servers: Sequence[str], topics: Sequence[Topic], *, replication: int) -> list[str]:
    """Make the topics that are missing and return their names; existing ones are left as they are.

    Raises LinkDown. kafka-python reports a wrong password as a time-out, so the sentence names both causes.
    """
    try:
        admin = KafkaAdminClient(bootstrap_servers=list(servers), **_admin_settings())
    except KafkaError as error:
        raise LinkDown(
            f'{type(error).__name__}: no broker answered at {", ".join(servers)}. Either it cannot be reached '
            '(address, network, not started) or it does not accept the sign-in (user, password, certificate).'
        ) from error
    try:
        return [topic.name for topic in topics if _create(admin, topic, replication)]
    finally:
        admin.close()


def _admin_settings() -> dict[str, object]:
    return {key: value for key, value in CONNECTION.items() if key in KafkaAdminClient.DEFAULT_CONFIG}


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
    except KafkaError as error:
        raise LinkDown(f'{topic.name} was not made: {type(error).__name__}. {error}') from error
    return True
