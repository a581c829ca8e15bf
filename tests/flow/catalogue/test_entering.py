"""The province enters the catalogue once; every cell keeps the newest version, in whatever order it arrives."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from federation.contracts.base import Message, decode, encode
from federation.contracts.catalogue import DepartmentEntered, GrantEntered, GuideEntered, MatterEntered, OrganEntered
from federation.inbox.messages import EntryContext
from federation.inbox.registry import entry_handler_of
from govhall.catalogue.models import Department, Grant, Guide, Matter, Organ
from govhall.catalogue.rules import BadGrant, PromiseTooLong
from govhall.catalogue.selectors import matters_for, may_take
from govhall.catalogue.services import catalogue_file, end_grant, enter_catalogue, grant_end
from govhall.catalogue.services.catalogue_file import UnreadableCatalogue
from govhall.catalogue.services.grant_end import NoSuchGrant
from govhall.kernel.identity import InvalidCreditCode
from tests.flow.catalogue.world import NOW, SECOND

pytestmark = pytest.mark.usefixtures('empty_catalogue')
SEED = Path(__file__).parents[3] / 'deploy' / 'seed' / 'catalogue.json'
TABLES = (Organ, Department, Matter, Guide, Grant)


class Topic:
    """The compacted topic in memory: the newest message of each key."""

    def __init__(self) -> None:
        self.newest: dict[str, Message] = {}
        self.sent = 0

    def publish(self, topic: str, *, key: str, message: Message) -> None:
        assert topic == 'catalogue'
        self.newest[key] = message
        self.sent += 1


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> Topic:
    topic = Topic()
    for module in (catalogue_file, grant_end):
        monkeypatch.setattr(module, 'publish_entry', topic.publish)
    return topic


@pytest.fixture
def seed() -> Any:
    return json.loads(SEED.read_text(encoding='utf-8'))


def counts() -> list[int]:
    return [table._default_manager.count() for table in TABLES]


def forget() -> None:
    for table in TABLES:
        table._default_manager.all().delete()


def deliver(messages: list[Message]) -> None:
    for message in messages:
        body = encode(message)
        arrived = decode(message.type_name, body)
        entry_handler_of(type(arrived))(arrived, EntryContext('key', 'sichuan', [], body))


def test_seed_is_kept_and_published_once(seed: Any, topic: Topic) -> None:
    first = enter_catalogue(seed)
    assert [first.stored, first.unchanged] == [sum(counts()), 0]
    assert len(topic.newest) == topic.sent == first.stored
    again = enter_catalogue(seed)
    assert [again.stored, again.unchanged] == [0, first.stored]
    assert topic.sent == first.stored


def test_only_the_entry_with_a_newer_version_is_published_again(seed: Any, topic: Topic) -> None:
    enter_catalogue(seed)
    seed['matters'][0] |= {'version': 2, 'short_name': '老年证'}
    topic.newest.clear()
    assert enter_catalogue(seed).stored == 1
    assert list(topic.newest) == ['matter:512000101000']
    assert Matter.objects.get(code='512000101000').short_name == '老年证'


def test_another_cell_gets_the_same_catalogue_in_any_order_and_twice(seed: Any, topic: Topic) -> None:
    enter_catalogue(seed)
    wanted = [list(table._default_manager.order_by().values().order_by('pk')) for table in TABLES]
    forget()
    backwards = list(reversed(topic.newest.values()))
    deliver(backwards + backwards)
    got = [list(table._default_manager.order_by().values().order_by('pk')) for table in TABLES]
    assert [sorted(map(_content, rows)) for rows in got] == [sorted(map(_content, rows)) for rows in wanted]


def _content(row: dict[str, object]) -> str:
    # The database's own numbers differ; a grant's id is its identity and is the same everywhere.
    return str({name: value for name, value in sorted(row.items()) if name != 'id' or not isinstance(value, int)})


def test_older_version_that_comes_late_changes_nothing(seed: Any, topic: Topic) -> None:
    enter_catalogue(seed)
    newer = OrganEntered(
        credit_code=seed['organs'][0]['credit_code'], name='新名', short_name='新', area_code='511921000000', version=3
    )
    deliver([newer, topic.newest[f'organ:{newer.credit_code}']])
    assert Organ.objects.get(credit_code=newer.credit_code).name == '新名'


@pytest.mark.parametrize('kind', [OrganEntered, DepartmentEntered, MatterEntered, GuideEntered, GrantEntered])
def test_every_entry_has_a_handler(kind: type[Message]) -> None:
    assert entry_handler_of(kind).__module__ == 'govhall.catalogue.handlers'


def test_ended_grant_stops_here_at_once_and_elsewhere_when_it_arrives(seed: Any, topic: Topic) -> None:
    enter_catalogue(seed)
    before = dict(topic.newest)
    grant = Grant.objects.get(hall_code='TJXZ0001', matter_code='000164120000')
    end_grant(grant_id=grant.id, at=NOW)
    assert may_take('000164120000', 'TJXZ0001', NOW - SECOND)
    assert not may_take('000164120000', 'TJXZ0001', NOW)
    ended = topic.newest[f'grant:{grant.id}']
    forget()
    deliver(list(before.values()))
    assert may_take('000164120000', 'TJXZ0001', NOW)
    deliver([ended, before[f'grant:{grant.id}']])
    assert not may_take('000164120000', 'TJXZ0001', NOW)


def test_ending_a_grant_twice_or_an_unknown_one_is_refused(seed: Any, topic: Topic) -> None:
    enter_catalogue(seed)
    grant = Grant.objects.first()
    assert grant is not None
    end_grant(grant_id=grant.id, at=NOW)
    sent = topic.sent
    for unknown in (grant.id, uuid4()):
        with pytest.raises(NoSuchGrant):
            end_grant(grant_id=unknown, at=NOW)
    assert topic.sent == sent


def spoil_promise(seed: Any) -> None:
    seed['matters'][2]['promised_days'] = 15


def spoil_credit_code(seed: Any) -> None:
    seed['organs'][0]['credit_code'] = '115119210000000000'


def spoil_name_of_entrusted(seed: Any) -> None:
    entrusted = next(grant for grant in seed['grants'] if grant['mode'] == 'entrusted')
    entrusted['organ'] = seed['organs'][-1]['credit_code']


def spoil_guide(seed: Any) -> None:
    seed['guides'][0]['phone'] = ' '


def spoil_type(seed: Any) -> None:
    seed['matters'][0]['task_type'] = '99'


def spoil_matter_of_grant(seed: Any) -> None:
    seed['grants'][0]['matter'] = '000000000000'


def spoil_organ_of_grant(seed: Any) -> None:
    seed['grants'][0]['organ'] = 'X'


def spoil_shape(seed: Any) -> None:
    del seed['grants'][0]['hall']


@pytest.mark.parametrize(
    ('spoil', 'refusal'),
    [
        (spoil_promise, PromiseTooLong),
        (spoil_credit_code, InvalidCreditCode),
        (spoil_name_of_entrusted, BadGrant),
        (spoil_guide, UnreadableCatalogue),
        (spoil_type, UnreadableCatalogue),
        (spoil_matter_of_grant, UnreadableCatalogue),
        (spoil_organ_of_grant, UnreadableCatalogue),
        (spoil_shape, UnreadableCatalogue),
    ],
)
def test_catalogue_that_breaks_a_rule_is_refused_as_a_whole(
    spoil: Callable[[Any], None], refusal: type[Exception], seed: Any, topic: Topic
) -> None:
    spoil(seed)
    with pytest.raises(refusal):
        enter_catalogue(seed)
    assert counts() == [0, 0, 0, 0, 0]
    assert topic.sent == 0


def test_command_enters_the_file_and_names_the_fault_of_a_bad_one(topic: Topic, tmp_path: Path) -> None:
    call_command('enter_catalogue', str(SEED), verbosity=0)
    assert len(matters_for('TJNS0001', at=NOW)) == 40
    bad = tmp_path / 'bad.json'
    bad.write_text('{"organs": []}', encoding='utf-8')
    with pytest.raises(CommandError, match='目录文件无法读取'):
        call_command('enter_catalogue', str(bad))


def test_entering_writes_one_row_to_the_outbox_for_each_entry(seed: Any) -> None:
    stored = enter_catalogue(seed).stored
    with connection.cursor() as cursor:
        cursor.execute('SELECT count(*), count(DISTINCT key), min(topic), max(topic) FROM fed_outbox')
        assert cursor.fetchone() == (stored, stored, 'govhall.catalogue', 'govhall.catalogue')
