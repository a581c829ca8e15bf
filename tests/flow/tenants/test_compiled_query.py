"""A compiled query gives what the ORM gives, in whichever hall it is asked."""

import pytest
from django.db import connection, connections, transaction
from django.db.models import CharField
from django.db.models.functions import Concat
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from govhall.casework.models import Case
from tenants.compiled_query import CompiledQuery, CompiledRows, Param
from tenants.context import hall_context
from tests.builders.world import BIRTH, OTHER_TOWNSHIP, TOWNSHIP, World

COLUMNS = ('uid', 'number', 'papers_data', 'received_at', 'applicant_data')


@pytest.fixture
def of_matter() -> CompiledQuery:
    return CompiledQuery(lambda: Case.objects.filter(matter=Param('matter', CharField())).values_list(*COLUMNS))


def test_rows_are_those_of_the_hall_in_which_it_is_asked_and_as_the_orm_gives_them(
    world: World, of_matter: CompiledQuery
) -> None:
    world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        rows = of_matter(matter=BIRTH)
        assert rows == list(Case.objects.values_list(*COLUMNS))
        assert len(rows) == 1
    with hall_context(world.hall(OTHER_TOWNSHIP)):
        assert of_matter(matter=BIRTH) == []


def test_each_call_has_its_own_value_and_sends_one_statement(world: World, of_matter: CompiledQuery) -> None:
    world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        assert of_matter(matter='another') == []
        with CaptureQueriesContext(connection) as sent:
            assert len(of_matter(matter=BIRTH)) == 1
        assert len(sent) == 1


def test_what_is_given_can_not_change_the_statement(world: World, of_matter: CompiledQuery) -> None:
    world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        assert of_matter(matter="' OR '1'='1") == []


def test_a_value_that_was_not_given_is_an_error(world: World, of_matter: CompiledQuery) -> None:
    with hall_context(world.hall(TOWNSHIP)), pytest.raises(KeyError):
        of_matter()


@pytest.fixture
def locked() -> CompiledRows[Case]:
    rows = Case.objects.select_for_update().annotate(twice=Concat('matter', 'matter')).defer('papers_data')
    return CompiledRows(lambda: rows.filter(matter=Param('matter', CharField())))


@pytest.mark.django_db
def test_whole_rows_are_those_that_the_orm_gives_with_what_is_annotated(
    world: World, locked: CompiledRows[Case]
) -> None:
    world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)), transaction.atomic(), CaptureQueriesContext(connection) as sent:
        (case,) = locked(matter=BIRTH)
        assert case.twice == BIRTH * 2  # type: ignore[attr-defined]  # annotated
        assert case.get_deferred_fields() == {'papers_data'}
        assert case.applicant == Case.objects.get().applicant
        assert locked.first(matter='another') is None
    assert 'FOR UPDATE' in sent[0]['sql']
    case.state = 'changed'
    with hall_context(world.hall(TOWNSHIP)):
        case.save(update_fields=['state'])  # it knows its row
        assert Case.objects.get().state == 'changed'


@pytest.mark.django_db
def test_a_lock_outside_a_transaction_is_an_error(
    world: World, locked: CompiledRows[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        assert locked(matter=BIRTH) == []
        with monkeypatch.context() as outside, pytest.raises(TransactionManagementError):
            outside.setattr(connections['default'], 'in_atomic_block', False)
            locked(matter=BIRTH)
