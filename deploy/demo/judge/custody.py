"""Exactly one hall holds an open case, and none is on its way for ever."""

from collections import defaultdict

from deploy.demo.judge.database import Databases

OPEN = "SELECT number, custody FROM {schema}.casework_case WHERE outcome_data IS NULL AND custody <> 'watching'"
OUTCOMES = """
SELECT number, outcome_data ->> 'kind' AS kind, outcome_data ->> 'hall' AS hall
FROM {schema}.casework_case WHERE outcome_data IS NOT NULL
"""


def held_twice(databases: Databases) -> list[str]:
    """Every number that two halls could decide."""
    holders = defaultdict(list)
    for hall in databases.schemas:
        for row in databases.ask(hall, OPEN):
            if row['custody'] == 'held':
                holders[row['number']].append(hall.code)
    return [f'{number}: held by {", ".join(halls)}' for number, halls in holders.items() if len(halls) > 1]


def in_transit(databases: Databases) -> list[str]:
    """Every case that has left a hall and that no hall has taken over."""
    return [
        f'{hall.code} {row["number"]}: in transit'
        for hall in databases.schemas
        for row in databases.ask(hall, OPEN)
        if row['custody'] == 'in_transit'
    ]


def two_outcomes(databases: Databases) -> list[str]:
    """Every number of which two halls know different outcomes."""
    known = defaultdict(set)
    for hall in databases.schemas:
        for row in databases.ask(hall, OUTCOMES):
            known[row['number']].add((row['kind'], row['hall']))
    return [f'{number}: {sorted(outcomes)}' for number, outcomes in known.items() if len(outcomes) > 1]


def homeless(databases: Databases) -> list[str]:
    """Every schema with cases that belongs to no hall."""
    return [f'{hall.cell} {hall.schema}' for hall in databases.schemas if not hall.code]
