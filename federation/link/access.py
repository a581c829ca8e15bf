"""How this cell reaches its brokers and who it says it is: one place for producer, consumer and administrator."""

from django.conf import settings

MECHANISM = 'SCRAM-SHA-512'
CONNECTION: dict[str, object] = {
    'bootstrap_timeout_ms': 3000,
    'reconnect_backoff_max_ms': 1000,
    'allow_auto_create_topics': False,
}


def connection_settings() -> dict[str, object]:
    """What every Kafka client of this process is made with, from GOVHALL_KAFKA_USER, _PASSWORD, _CA and _PLAINTEXT."""
    transport = 'PLAINTEXT' if settings.KAFKA_PLAINTEXT else 'SSL'
    chosen: dict[str, object] = {**CONNECTION, 'security_protocol': transport}
    if transport == 'SSL' and settings.KAFKA_CA:
        chosen['ssl_cafile'] = settings.KAFKA_CA  # without it: the authorities that the operating system trusts
    if settings.KAFKA_USER:
        chosen |= {
            'security_protocol': f'SASL_{transport}',
            'sasl_mechanism': MECHANISM,
            'sasl_plain_username': settings.KAFKA_USER,
            'sasl_plain_password': settings.KAFKA_PASSWORD,
        }
    return chosen
