"""The chain of events of every case, computed again from the rows alone."""

import hashlib
import json
from itertools import groupby
from typing import Any

from deploy.demo.judge.database import Databases, HallSchema, Row

FIRST = '0' * 64
EVENTS = """
SELECT event.case_id, event.seq, event.kind, event.at, event.hall, event.actor, event.actor_name, event.data,
       event.previous, event.hash
FROM {schema}.casework_event AS event
ORDER BY event.case_id, event.seq
"""
TIPS = 'SELECT uid, number, event_count, event_tip FROM {schema}.casework_case'


def broken_chains(databases: Databases) -> list[str]:
    """Every case whose events do not follow from one another, or that names another end than they have."""
    return [wrong for hall in databases.schemas for wrong in _broken_in(hall, databases)]


def _broken_in(hall: HallSchema, databases: Databases) -> list[str]:
    with databases.at_one_moment(hall.cell):
        rows, tips = databases.ask(hall, EVENTS), databases.ask(hall, TIPS)
    chains = {case: list(events) for case, events in groupby(rows, key=lambda row: row['case_id'])}
    wrong = []
    for case in tips:
        events = chains.get(case['uid'], [])
        fault = chain_fault(events)
        if not fault and (len(events) != case['event_count'] or _end(events) != case['event_tip']):
            fault = 'the case names another last event'
        if fault:
            wrong.append(f'{hall.code} {case["number"]}: {fault}')
    return wrong


def chain_fault(events: list[Row]) -> str:
    """What is wrong with one case's events in their order, or nothing."""
    tip = FIRST
    for place, event in enumerate(events, start=1):
        if event['seq'] != place:
            return f'event {place} is missing'
        if event['previous'] != tip or event['hash'] != hash_of(tip, event):
            return f'event {place} does not follow from the one before'
        tip = event['hash']
    return ''


def hash_of(previous: str, event: Row) -> str:
    """SHA-256 over the hash before and the event as JSON with sorted keys and without spaces."""
    body: dict[str, Any] = {
        'case': str(event['case_id']),
        'at': event['at'].isoformat(),
        **{name: event[name] for name in ('seq', 'kind', 'hall', 'actor', 'actor_name', 'data')},
    }
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(',', ':'))
    return hashlib.sha256(previous.encode() + text.encode()).hexdigest()


def _end(events: list[Row]) -> str:
    return str(events[-1]['hash']) if events else FIRST
