"""Whether a broker serves a client; asks no settings, so that whoever starts a broker may ask it too."""

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from federation.link.clients import make_client

PATIENCE_MS = 5_000


def serves(servers: str) -> bool:
    """Whether a client without TLS and sign-in is answered at these addresses (`host:port`, divided by commas)."""
    try:
        client = make_client(KafkaAdminClient, bootstrap_servers=servers, request_timeout_ms=PATIENCE_MS)
    except KafkaError:
        return False
    client.close()
    return True
