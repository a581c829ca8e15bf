"""An administrator's connection to Kafka, for commands that make topics and write rights."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from federation.link.access import connection_settings
from federation.link.clients import made
from federation.link.port import LinkDown
from federation.link.trouble import explained


@contextmanager
def administration(servers: Sequence[str]) -> Iterator[KafkaAdminClient]:
    """A client, closed when the block ends. Raises LinkDown with what is wrong, also for the block's requests."""
    known = KafkaAdminClient.DEFAULT_CONFIG
    chosen = {key: value for key, value in connection_settings().items() if key in known}
    try:
        admin = made(KafkaAdminClient, bootstrap_servers=list(servers), **chosen)
        try:
            yield admin
        finally:
            admin.close()
    except KafkaError as error:
        raise LinkDown(explained(error, servers)) from error
