"""What is wrong when a Kafka client can't be made or a request fails.

kafka-python tries again until its time is up and then says only that: a broker that is away and a wrong password look
the same. So the first broker that answers is asked once more, step by step, outside the client.
"""

import socket
import ssl
from collections.abc import Sequence
from enum import StrEnum

from django.conf import settings
from kafka.errors import AuthorizationError, KafkaError, SaslAuthenticationFailedError

PATIENCE_SECONDS = 2.0


class Diagnosis(StrEnum):
    """How far one gets with a broker. The sentences are for the operator."""

    AWAY = 'no broker can be reached (address, network, not started); the sign-in was not tried'
    CERTIFICATE = 'a broker answers, but its certificate is not one that GOVHALL_KAFKA_CA vouches for'
    NO_TLS = 'a broker answers, but not in TLS: wrong port, a broker that stands still, or GOVHALL_KAFKA_PLAINTEXT'
    SIGN_IN = 'a broker answers, so it is the sign-in: GOVHALL_KAFKA_USER or GOVHALL_KAFKA_PASSWORD is wrong'
    UNCLEAR = 'a broker answers and does not serve: it stands still, or wants TLS or a sign-in that is not set'
    # For clients that were let in before.
    SERVES = 'a broker answers: the topic is missing (`govhall create_topics`), or too few of its copies are there'


def explain(error: KafkaError, servers: Sequence[str], *, was_in: bool = False) -> str:
    """The error by its name, and which of its possible causes it is; names no password.

    `was_in` says that this client was let in before, so that it can't be the sign-in.
    """
    name = type(error).__name__
    if isinstance(error, AuthorizationError):
        who = settings.KAFKA_USER or 'this cell'
        return f'{name}: signed in, but {who} may not do this. An administrator of Kafka runs `govhall write_acls`.'
    if isinstance(error, SaslAuthenticationFailedError):
        return f'{name}: {Diagnosis.SIGN_IN}.'
    found = diagnose(servers)
    if was_in and found in (Diagnosis.SIGN_IN, Diagnosis.UNCLEAR):
        found = Diagnosis.SERVES
    return f'{name}: {found} ({", ".join(servers)}).'


def diagnose(servers: Sequence[str]) -> Diagnosis:
    """The furthest that one gets with any of the brokers; takes two seconds for each that says nothing."""
    order = list(Diagnosis)
    best = Diagnosis.AWAY
    for server in servers:
        best = max(best, _ask(server), key=order.index)
        if best in (Diagnosis.SIGN_IN, Diagnosis.UNCLEAR):
            break  # further one does not get from here
    return best


def _ask(server: str) -> Diagnosis:
    host, _, port = server.rpartition(':')
    try:
        with socket.create_connection((host.strip('[]'), int(port)), timeout=PATIENCE_SECONDS) as line:
            return _greet(line, host)
    except (OSError, ValueError):
        return Diagnosis.AWAY


def _greet(line: socket.socket, host: str) -> Diagnosis:
    if not settings.KAFKA_PLAINTEXT:
        try:
            ssl.create_default_context(cafile=settings.KAFKA_CA or None).wrap_socket(line, server_hostname=host).close()
        except ssl.SSLCertVerificationError:
            return Diagnosis.CERTIFICATE
        except OSError:
            return Diagnosis.NO_TLS
    return Diagnosis.SIGN_IN if settings.KAFKA_USER else Diagnosis.UNCLEAR
