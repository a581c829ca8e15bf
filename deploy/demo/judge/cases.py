"""Each story against what the databases hold: in every hall that knows its number, and in no other."""

from dataclasses import asdict, dataclass

from deploy.demo.judge.database import Databases
from deploy.demo.player.scene import Expected, Told

CASES = """
SELECT state, custody, coalesce(outcome_data ->> 'kind', '') AS outcome,
       coalesce(outcome_data ->> 'hall', '') AS outcome_hall, coalesce(outcome_data ->> 'organ', '') AS organ,
       delivered_at IS NOT NULL AS delivered, rating,
       (SELECT count(*) FROM {schema}.casework_event AS event WHERE event.case_id = cases.uid) AS events
FROM {schema}.casework_case AS cases
WHERE number = %(number)s
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a hall knows a case; the fields of Expected, and how many events tell of it."""

    state: str
    custody: str
    outcome: str
    outcome_hall: str
    delivered: bool
    rating: int | None
    organ: str
    events: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A story with what was expected and what was seen by hall; it went well if nothing is in `wrong`."""

    told: Told
    seen: dict[str, Seen]
    wrong: list[str]


def judge_story(told: Told, databases: Databases) -> Judged:
    """Look the story's case up in every schema and compare."""
    seen = see(told.number, databases) if told.number else {}
    wrong = [told.trouble] if told.trouble else []
    return Judged(told, seen, wrong + compare(told.story.expected, seen))


def see(number: str, databases: Databases) -> dict[str, Seen]:
    """How each hall that has the number knows the case."""
    return {
        hall.code or hall.schema: Seen(**row)
        for hall in databases.schemas
        for row in databases.ask(hall, CASES, {'number': number})
    }


def compare(expected: dict[str, Expected], seen: dict[str, Seen]) -> list[str]:
    """What is not as expected, in words; nothing if all is right."""
    wrong = [f'{hall}: knows the case and should not' for hall in seen.keys() - expected.keys()]
    wrong += [f'{hall}: does not know the case' for hall in expected.keys() - seen.keys()]
    for hall in sorted(expected.keys() & seen.keys()):
        known = asdict(seen[hall])
        for name, value in asdict(expected[hall]).items():
            if known[name] != value and not (name == 'organ' and not value):
                wrong.append(f'{hall}: {name} should be {value!r} and is {known[name]!r}')
        if not known['events']:
            wrong.append(f'{hall}: no event tells of the case')
    return wrong
