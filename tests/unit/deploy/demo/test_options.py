"""What a run of the demo is asked for."""

from pathlib import Path

from deploy.demo.__main__ import RUN, parse_options


def test_runs_over_different_roads_have_data_of_their_own() -> None:
    assert parse_options([]).folder == RUN
    assert parse_options(['--link', 'direct']).folder == RUN / 'direct'


def test_a_folder_that_is_named_is_taken() -> None:
    assert parse_options(['--link', 'direct', '--folder', '/srv/run']).folder == Path('/srv/run')
