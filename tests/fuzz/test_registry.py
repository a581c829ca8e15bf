"""Every door has a fuzz: what comes in by a new one is fuzzed, or this fails until it is."""

import pytest
from django.urls import get_resolver
from graphql import ObjectTypeDefinitionNode, parse

from federation.contracts.export import FOLDER
from tests.architecture.sources import PRODUCT, ROOT, files
from tests.flow.federation import test_any_record
from tests.fuzz import test_commands, test_graphql, test_pages, test_topics
from tests.fuzz.doors import URLCONFS, files_of_commands, messages, pages, root_fields

# What reads a topic, and the fuzz of it; the fuzzes of bodies and headers are `test_topics`.
TOPICS = test_any_record.test_whatever_lies_on_a_topic_is_taken_or_set_aside_and_the_rest_flows


def test_every_file_of_a_command_is_fuzzed_or_written_by_it() -> None:
    found, read, written = set(files_of_commands()), test_commands.READ.keys(), test_commands.WRITTEN.keys()
    assert found - read - written == set(), 'give it a seed in test_commands.READ, or its words in WRITTEN'
    assert (read | written) - found == set(), 'there is no such command'
    assert not read & written


def test_every_command_that_opens_a_file_is_among_the_doors() -> None:
    """By its text: an argument that is a path, however its parser says so."""
    opening = {
        path.stem
        for path in files(*PRODUCT)
        if path.parent.name == 'commands' and 'Path' in path.read_text(encoding='utf-8')
    }
    doors = {door.partition(' ')[0] for door in test_commands.READ.keys() | test_commands.WRITTEN.keys()}
    assert opening - doors == {'load_areas'}, 'which reads the divisions that come with the product'


def test_every_address_is_fuzzed() -> None:
    assert pages() == test_pages.PAGES
    assert len([one for one in test_pages.PAGES if 'POST' in one.methods]) == len(test_pages.POSTED) > 30
    for urlconf in URLCONFS:
        named = {name for name in get_resolver(urlconf).reverse_dict if isinstance(name, str)}
        assert named - {page.name for page in test_pages.PAGES if page.urlconf == urlconf} == set()


def test_every_query_and_mutation_is_fuzzed() -> None:
    assert set(test_graphql.FIELDS) == set(root_fields())
    written = parse((ROOT / 'platform/govhall/api/schema.graphql').read_text(encoding='utf-8'))
    roots = {
        definition.name.value: definition
        for definition in written.definitions
        if isinstance(definition, ObjectTypeDefinitionNode)
    }
    committed = {f'{kind.lower()}.{field.name.value}' for kind in ('Query', 'Mutation') for field in roots[kind].fields}
    assert set(test_graphql.FIELDS) == committed


def test_every_message_is_fuzzed() -> None:
    assert messages() == test_topics.MESSAGES == sorted(path.stem for path in FOLDER.glob('*.json'))
    assert hasattr(TOPICS, 'hypothesis')


@pytest.mark.parametrize('name', ['apply', 'apply_mine', 'application', 'upload', 'holidays', 'catalogue_preview'])
def test_the_pages_that_take_files_are_known_as_such(name: str) -> None:
    assert [page.takes_files for page in pages() if page.name == name] == [True]
