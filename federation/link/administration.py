"""An administrator's connection to Kafka, for commands that make topics and write rights."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from federation.link.access import connection_settings
from federation.link.clients import make_client
from federation.link.diagnostics import explain
from federation.link.port import LinkDown


@contextmanager
def administration(servers: Sequence[str]) -> Iterator[KafkaAdminClient]:
    """A client, closed when the block ends. Raises LinkDown with what is wrong, also for the block's requests."""
    supported = KafkaAdminClient.DEFAULT_CONFIG
    chosen = {key: value for key, value in connection_settings().items() if key in supported}
    try:
        admin = make_client(KafkaAdminClient, bootstrap_servers=list(servers), **chosen)
        try:
            yield admin
        finally:
            admin.close()
    except KafkaError as error:
        raise LinkDown(explain(error, servers)) from error
