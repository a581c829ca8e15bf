"""A hall made by the product beside the bare DDL of its tables by psycopg: in turns, so that other work hits both."""

from statistics import median
from time import perf_counter

HALLS = 30


def make_halls(count: int) -> None:
    """As many halls as are missing, in schemas of their own; the directory does not know them."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from tenants.models import Hall  # noqa: PLC0415

    for number in range(count - Hall.objects.count()):
        _make(f'BN{number:06}')
        if number % settings.HALLS_PER_CONNECTION == 0:
            connection.close()


def measure_provisioning() -> dict[str, float]:
    """Milliseconds of a hall and of its bare DDL, the middle and the quickest of thirty each."""
    from tenants.provisioning import rendered  # noqa: PLC0415

    (text,) = rendered().parts
    ours, raw = [], []
    for number in range(HALLS):
        begun = perf_counter()
        _make(f'BM{number:06}')
        ours.append((perf_counter() - begun) * 1e3)
        begun = perf_counter()
        _by_hand(f'raw_{number}', str(text))
        raw.append((perf_counter() - begun) * 1e3)
    return {'hall': median(ours), 'raw_hall': median(raw), 'least_hall': min(ours), 'least_raw_hall': min(raw)}


def _make(code: str) -> None:
    from tenants.models import Hall  # noqa: PLC0415
    from tenants.provisioning import provision_schema  # noqa: PLC0415

    named = {'name': code, 'short_name': code, 'kind': 'township', 'area_code': '511921113000'}
    provision_schema(Hall.objects.create(code=code, slug=code.lower(), schema_name=f'h_{code.lower()}', **named))


def _by_hand(schema: str, text: str) -> None:
    """Tables, indexes, triggers: no rights, and nobody notes what was made."""
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA {schema}; SET LOCAL search_path = {schema}, public;\n{text}')
