"""Every door has a fuzz: what comes in by a new one is fuzzed, or this fails until it is."""

import pytest

from tests.flow.federation import test_any_record
from tests.fuzz import test_commands, test_graphql, test_pages, test_topics
from tests.fuzz.doors import files_of_commands, messages, pages, root_fields

# What reads a topic, and the fuzz of it; the fuzzes of bodies and headers are `test_topics`.
TOPICS = test_any_record.test_whatever_lies_on_a_topic_is_taken_or_set_aside_and_the_rest_flows


def test_every_file_of_a_command_is_fuzzed_or_written_by_it() -> None:
    found = set(files_of_commands())
    assert found - test_commands.READ.keys() - test_commands.WRITTEN == set(), 'give it a seed in test_commands.READ'
    assert (test_commands.READ.keys() | test_commands.WRITTEN) - found == set(), 'there is no such command'
    assert not test_commands.READ.keys() & test_commands.WRITTEN


def test_every_address_is_fuzzed() -> None:
    assert pages() == test_pages.PAGES
    assert len([one for one in test_pages.PAGES if 'POST' in one.methods]) == len(test_pages.POSTED) > 30


def test_every_query_and_mutation_is_fuzzed() -> None:
    assert set(test_graphql.FIELDS) == set(root_fields())
    assert {one.partition('.')[0] for one in test_graphql.FIELDS} == {'query', 'mutation'}


def test_every_message_is_fuzzed() -> None:
    assert messages() == test_topics.MESSAGES
    assert hasattr(TOPICS, 'hypothesis')


@pytest.mark.parametrize('name', ['apply', 'apply_mine', 'application', 'upload', 'holidays', 'catalogue_preview'])
def test_the_pages_that_take_files_are_known_as_such(name: str) -> None:
    assert [one.takes_files for one in pages() if one.name == name] == [True]
