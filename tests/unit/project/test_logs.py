"""What a line of the log holds of a failure: where it happened, and nothing that somebody typed."""

import io
import logging

import structlog

from govhall.project.logs import without_quotes
from tests.builders.logged import events, log_lines

__all__ = ['log_lines']  # a fixture

NUMBER, NAME = '511921198001011237', '张一'


def fail(text: str) -> None:
    try:
        raise KeyError('inner')
    except KeyError as inner:
        raise ValueError(text) from inner


def test_the_stack_of_the_frameworks_records_is_text(log_lines: io.StringIO) -> None:
    try:
        fail('no such thing')
    except ValueError:
        logging.getLogger('django.request').exception('Internal Server Error: %s', '/h/tj/cases/')
    line = events(log_lines)[-1]
    assert line['event'] == 'Internal Server Error: /h/tj/cases/'
    assert 'test_logs.py' in line['exception'] and 'in fail' in line['exception']
    assert 'ValueError: no such thing' in line['exception'] and "KeyError: 'inner'" in line['exception']
    assert 'exc_info' not in line


def test_the_stack_of_our_own_events_is_text(log_lines: io.StringIO) -> None:
    log = structlog.get_logger('tests.own')
    try:
        fail('no such thing')
    except ValueError:
        log.exception('swept', outcome='failed')
    line = events(log_lines)[-1]
    assert line['event'] == 'swept' and 'in fail' in line['exception']


def test_nothing_that_somebody_typed_gets_into_the_log(log_lines: io.StringIO) -> None:
    text = f'invalid: {NUMBER} of {NAME}\nDETAIL:  Key (name)=({NAME}) already exists.'
    try:
        fail(text)
    except ValueError as failure:
        logging.getLogger('celery.app.trace').exception('Task failed: %r', failure)
    written = log_lines.getvalue()
    assert NUMBER not in written and NAME not in written and 'DETAIL' not in events(log_lines)[-1]['exception']
    assert 'ValueError: invalid: … of …' in events(log_lines)[-1]['exception']


def test_a_sixteen_digit_time_stamp_goes_and_a_case_identifier_stays() -> None:
    assert without_quotes('1712345678901234') == '…'
    assert without_quotes('0198c0de-4a11-7b01-8c01-1234567890ab') == '0198c0de-4a11-7b01-8c01-1234567890ab'
