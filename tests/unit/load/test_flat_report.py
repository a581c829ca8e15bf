"""The bench says of each figure whether a hundred times as many cases cost more than the aim allows."""

import pytest

from tests.load.aims import flatness
from tests.load.work import Work, least

FEW = Work(statements=19, blocks=100, web=20, database=5)


@pytest.mark.parametrize(
    ('many', 'missed'),
    [
        (Work(statements=19, blocks=119, web=22, database=5.5), []),  # a level more for each statement
        (Work(statements=20, blocks=100, web=20, database=5), ['statements']),
        (Work(statements=19, blocks=120, web=20, database=5), ['blocks']),
        (Work(statements=19, blocks=100, web=22.1, database=5.6), ['ms of web', 'ms of database']),
    ],
)
def test_what_grows_is_said_to_miss_its_aim(many: Work, missed: list[str]) -> None:
    assert [what for what, told in flatness(FEW, many) if 'MISSED' in told] == missed


def test_other_work_on_the_machine_can_only_add_to_the_processors_time() -> None:
    assert least([FEW, Work(statements=21, blocks=110, web=35, database=4)]) == Work(20, 105, 20, 4)
