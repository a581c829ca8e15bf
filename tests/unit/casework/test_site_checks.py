"""A check on the spot counts with two officers and a whole record, and not before (行政许可法 §34)."""

from datetime import date

import pytest

from federation.contracts.records import Officer
from govhall.casework.rules.site_checks import (
    SiteCheckMissing,
    SiteRecordIncomplete,
    TooFewOfficers,
    Visit,
    check_looked,
    recorded,
)

TODAY = date(2026, 3, 10)
LI, ZHAO = Officer(membership=1, name='李明'), Officer(membership=2, name='赵芳')
VISIT = Visit(TODAY, '诺江镇新市街12号', (LI, ZHAO), '场所布局与图纸一致', True)


def test_article_34_two_officers_make_a_record() -> None:
    record = recorded(VISIT, hall='PR6S3DTX', today=TODAY)
    assert ([officer.name for officer in record.officers], record.signed, record.why_not) == (
        ['李明', '赵芳'],
        True,
        '',
    )
    check_looked(True, [record])


@pytest.mark.parametrize('officers', [(), (LI,), (LI, LI)])
def test_article_34_near_miss_one_officer_is_refused_also_if_named_twice(officers: tuple[Officer, ...]) -> None:
    with pytest.raises(TooFewOfficers):
        recorded(VISIT._replace(officers=officers), hall='PR6S3DTX', today=TODAY)


@pytest.mark.parametrize(
    'lacking',
    [{'on': None}, {'on': date(2026, 3, 11)}, {'place': ' '}, {'finding': ''}, {'signed': False}],
)
def test_a_record_that_lacks_a_part_is_refused(lacking: dict[str, object]) -> None:
    with pytest.raises(SiteRecordIncomplete):
        recorded(VISIT._replace(**lacking), hall='PR6S3DTX', today=TODAY)  # type: ignore[arg-type]


def test_an_applicant_who_does_not_sign_needs_a_reason_only() -> None:
    record = recorded(VISIT._replace(signed=False, why_not='本人不在现场'), hall='PR6S3DTX', today=TODAY)
    assert (record.signed, record.why_not) == (False, '本人不在现场')


def test_a_matter_that_asks_for_no_check_is_decided_without_one() -> None:
    check_looked(False, [])
    with pytest.raises(SiteCheckMissing):
        check_looked(True, [])
