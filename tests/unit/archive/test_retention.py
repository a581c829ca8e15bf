"""How long files are kept: by type and outcome, under the archive office's own terms."""

from datetime import date

import pytest

from govhall.archive.rules.retention import TABLE, Retention, retention_of
from govhall.catalogue.rules import TASK_TYPES


@pytest.mark.parametrize(
    ('task_type', 'outcome', 'term'),
    [
        ('01', 'approved', Retention.THIRTY),
        ('01', 'refused', Retention.TEN),
        ('07', 'approved', Retention.PERMANENT),
        ('07', 'withdrawn', Retention.TEN),
        ('20', 'approved', Retention.TEN),
        ('10', 'approved', Retention.THIRTY),  # in no row
        ('20', 'not_accepted', Retention.TEN),
    ],
)
def test_the_table_knows_type_and_outcome(task_type: str, outcome: str, term: Retention) -> None:
    assert retention_of(matter='M', task_type=task_type, outcome=outcome) is term


def test_the_table_names_only_types_that_exist() -> None:
    assert set(TABLE) <= set(TASK_TYPES)


def test_the_hall_s_own_term_goes_first_and_that_of_a_matter_before_that_of_its_type() -> None:
    own = {'01': 'permanent', 'M': 'ten'}
    assert retention_of(matter='M', task_type='01', outcome='approved', own=own) is Retention.TEN
    assert retention_of(matter='N', task_type='01', outcome='refused', own=own) is Retention.PERMANENT
    with pytest.raises(ValueError, match='forever'):
        retention_of(matter='N', task_type='01', outcome='approved', own={'01': 'forever'})


@pytest.mark.parametrize(
    ('term', 'until'),
    [(Retention.TEN, date(2036, 12, 31)), (Retention.THIRTY, date(2056, 12, 31)), (Retention.PERMANENT, None)],
)
def test_years_are_counted_from_the_year_after_it_was_closed(term: Retention, until: date | None) -> None:
    assert term.until(date(2026, 1, 1)) == term.until(date(2026, 12, 31)) == until
    assert (term.label, term.code) in {('永久', 'Y'), ('30年', 'D30'), ('10年', 'D10')}
