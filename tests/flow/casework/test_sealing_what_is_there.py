"""A hall that has worked before people's data were sealed: its rows are sealed by the migration and stay readable."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from govhall.casework.models import Case, Notice
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders.world import ID_NUMBER, World

BEFORE, AFTER = ('casework', '0003_clocks'), ('casework', '0004_sealed_people')
UID = '0193a6f0-0000-7000-8000-000000000001'
APPLICANT = {'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER, 'phone': '', 'agent': ''}
OPINION = {'hall': 'ZZOLD001', 'by': '王办事', 'at': '2026-11-20T08:00:00Z', 'text': '属实'}
CASE = f"""
INSERT INTO casework_case (uid, number, query_word, fact, matter, matter_version, applicant_data, opinions_data, origin,
  point, area, state, custody, hop, holder, towards, below, neighbours, road_data, papers_data, received_at, clock_from,
  accepted_by, on_the_spot, provisional, paused, kind, first_number, corrections, note, first_handler, version,
  event_count, event_tip, created_at, updated_at)
VALUES ('{UID}', 'N', '', '{UID}', 'M', 1, %s, %s, 'ZZOLD001',
  '', '', 'received', 'held', 0, 'ZZOLD001', '', '', '[]', '[]', '[]', now(), now(),
  '', false, false, false, 'new', '', 0, '', '王办事', 1, 0, '', now(), now())
"""


@pytest.fixture
def hall(world: World) -> Iterator[Hall]:
    """A hall whose schema stands where 0003 left it, with one case and its receipt."""
    made = Hall.objects.create(code='ZZOLD001', slug='zzold001', schema_name='h_zzold001', name='旧厅', kind='township')
    with connection.cursor() as cursor:
        cursor.execute('CREATE SCHEMA h_zzold001')
        cursor.execute('CREATE TABLE h_zzold001.django_migrations (LIKE public.django_migrations INCLUDING ALL)')
    with hall_context(made):
        migrate(BEFORE)
        with connection.cursor() as cursor:
            cursor.execute(CASE, [json.dumps(APPLICANT), json.dumps([OPINION])])
            cursor.execute(
                f"INSERT INTO casework_notice (case_id, code, html, made_at) VALUES ('{UID}', '01', '张小明', now())"
            )
            cursor.execute('SET CONSTRAINTS ALL IMMEDIATE')
        yield made


def migrate(target: tuple[str, str]) -> None:
    """Bring the current schema to this migration."""
    MigrationExecutor(connection).migrate([target])


def newest() -> tuple[str, str]:
    """The last migration of casework."""
    (leaf,) = MigrationExecutor(connection).loader.graph.leaf_nodes('casework')
    return leaf


def test_rows_in_the_clear_are_sealed_and_read_as_before(hall: Hall) -> None:
    migrate(AFTER)
    migrate(newest())  # the models are those of today
    case = Case.objects.get(uid=UID)
    assert (case.applicant.name, case.opinions[0].text, case.hearing) == ('张小明', '属实', None)
    assert Notice.objects.get(case_id=UID).html == '张小明'
    assert Case.objects.filter(
        applicant_index__in=Case._meta.get_field('applicant_index').candidates(ID_NUMBER)
    ).exists()
    with connection.cursor() as cursor:
        cursor.execute('SELECT to_jsonb(c)::text || to_jsonb(n)::text FROM casework_case c, casework_notice n')
        row = cursor.fetchone()[0]
    assert not [one for one in ('张小明', ID_NUMBER, '属实') if one in row or one.encode().hex() in row]
