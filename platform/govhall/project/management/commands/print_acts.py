"""Print the acts as tables."""

from typing import Any

from django.core.management.base import BaseCommand

from govhall.acts.hall import HallAct, hall_acts
from govhall.acts.registry import Described, acts
from govhall.applications.online_act import OnlineAct, online_acts
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import Transition, table
from tenants.roles import Role

COLUMNS = ('act', 'course', 'from', 'to', 'custody', 'roles', 'power', 'letter', 'paper', 'clock', 'article')


class Command(BaseCommand):
    """`print_acts`: the transition table and what pages and the API offer, as Markdown."""

    help = 'Print the transition table and the acts, as they are registered.'

    def handle(self, *args: Any, **options: Any) -> None:
        """One row a line; the acts that people see after it."""
        self.stdout.write(document())


def document() -> str:
    """The tables as they stand in the documents."""
    rows = sorted(table().values(), key=lambda row: row.name)
    offered = [(str(act.place), act.word, act.mutation, _fields(act), _file(act)) for act in acts()]
    return '\n'.join(
        [
            '# The acts',
            '',
            '`govhall print_acts` prints this page from the files in `acts/`; a test compares it.',
            '',
            '## The transition table',
            '',
            *_table(COLUMNS, map(_cells, rows)),
            '',
            '## What pages and the API offer',
            '',
            *_table(('place', 'address', 'mutation', 'fields', 'file'), offered),
            '',
            '## What is done with a hall',
            '',
            *_table(('act', 'mutation', 'roles', 'fields', 'file'), map(_hall_cells, hall_acts())),
            '',
            '## What the window does with an online application',
            '',
            *_table(('address', 'mutation', 'roles', 'fields', 'file'), map(_online_cells, online_acts())),
        ]
    )


def _table(head: tuple[str, ...], rows: Any) -> list[str]:
    return [_line(head), _line('---' for _ in head), *(_line(row) for row in rows)]


def _line(cells: Any) -> str:
    return '| ' + ' | '.join(cells) + ' |'


def _cells(row: Transition) -> tuple[str, ...]:
    power = row.power.value if row.power else ''
    stages = ', '.join(f'{power.value} when {state}' for state, power in row.by_stage.items())
    return (
        row.name,
        row.course,
        _names(State, row.states) or ('new' if row.begins else ''),
        row.to or '',
        '' if row.custody == {Custody.HELD} else _names(Custody, row.custody),
        _names(Role, row.roles),
        ', '.join(filter(None, (power, stages, 'head' if row.by_head else ''))),
        _letter(row),
        row.document,
        row.clock,
        row.article,
    )


def _hall_cells(act: HallAct) -> tuple[str, ...]:
    return act.label, act.mutation, _names(Role, act.roles), _fields(act), act.origin


def _online_cells(act: OnlineAct) -> tuple[str, ...]:
    return act.address, act.mutation, _names(Role, act.roles), _fields(act), act.origin


def _letter(row: Transition) -> str:
    asked = ', '.join(power.value for power in row.letter)
    if row.of_department:
        return 'of who is sent by another department'
    return asked or ('none' if row.power and not row.by_letter else '')


def _names(order: Any, values: Any) -> str:
    return ', '.join(value.value for value in order if value in values)


def _file(act: Described) -> str:
    return act.origin.rpartition('.acts.')[2]


def _fields(act: Described) -> str:
    return ', '.join(field.name for field in act.fields)
