"""A hall's schema is the same whether it was replayed or migrated, and making it twice changes nothing."""

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from tenants.models import Hall
from tenants.provisioning import NewHall, block_of, provision_hall, provision_schema, rendered
from tests.builders.committed import Committed
from tests.builders.shape import shape
from tests.builders.world import COUNTY, TOWNSHIP, World

SIZE = """
WITH own AS (SELECT oid, relkind, reltoastrelid FROM pg_class WHERE relnamespace = %s::regnamespace),
    of_long_values AS (SELECT reltoastrelid AS oid FROM own WHERE reltoastrelid <> 0),
    their_indexes AS (SELECT indexrelid AS oid FROM pg_index WHERE indrelid IN (SELECT oid FROM of_long_values))
SELECT count(*) FILTER (WHERE relkind = 'r'),
    count(*) + (SELECT count(*) FROM of_long_values) + (SELECT count(*) FROM their_indexes),
    sum(pg_total_relation_size(oid)) FILTER (WHERE relkind IN ('r', 'S'))
FROM own
"""
NEW = NewHall('ZZXX0001', 'zz-test', '试验镇便民服务中心', '试验镇', 'township', '511921113000', COUNTY)


def test_a_second_provisioning_changes_nothing(world: World) -> None:
    hall = provision_hall(NEW)
    points = list(hall.points.values_list('code', 'block'))
    assert points
    assert len({block for _, block in points}) == len(points)
    assert not provision_schema(hall)
    assert list(provision_hall(NEW).points.values_list('code', 'block')) == points


def test_a_replayed_schema_has_what_migrations_make(world: World) -> None:
    replayed = provision_hall(NEW)
    migrated = Hall.objects.create(
        **{**NEW._asdict(), 'code': 'ZZYY0001', 'slug': 'zz-other'}, schema_name='h_zzyy0001'
    )
    with connection.cursor() as cursor:
        cursor.execute('CREATE SCHEMA h_zzyy0001')
    call_command('migrate_schemas', schema_name='h_zzyy0001', verbosity=0)
    assert shape(replayed.schema_name) == shape(migrated.schema_name)
    assert shape(replayed.schema_name)[3] == [
        ('event_append_only', 'casework_event'),
        ('event_no_truncate', 'casework_event'),
    ]


def test_an_empty_hall_is_small(world: World) -> None:
    hall = provision_hall(NEW)
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [hall.schema_name])
        tables, rows, size = cursor.fetchone()
    assert tables <= 24
    assert rows <= 150  # with what PostgreSQL adds for long values: 120 when this was written
    assert size <= 1.5 * 2**20  # 0.74 MiB when this was written


def test_a_schema_is_made_in_few_round_trips_however_many_tables_it_has(world: World) -> None:
    hall = Hall.objects.create(code='ZZYY0001', slug='zz-other', kind='township', schema_name='h_zzyy0001')
    rendered()
    with CaptureQueriesContext(connection) as made:
        assert provision_schema(hall)
    assert len(made) <= 9


def test_a_connection_makes_so_many_halls_and_is_closed(committed: Committed, settings: Settings) -> None:
    connection.ensure_connection()
    settings.HALLS_PER_CONNECTION, first = 5, connection.connection
    call_command('provision_halls')
    connection.ensure_connection()
    assert connection.connection is not first


def test_only_townships_get_village_points(world: World) -> None:
    assert world.hall(TOWNSHIP).points.exists()
    assert not world.hall(COUNTY).points.exists()


def test_number_blocks_of_points_never_meet_the_counters(world: World) -> None:
    blocks = [block_of(place) for place in range(35 * 36)]
    assert len(set(blocks)) == len(blocks)
    assert not any(block.startswith('0') for block in blocks)
