"""容缺 and 告知承诺: only where the matter opens them, and how each line is then said."""

from datetime import date

import pytest
from msgspec.structs import replace

from federation.contracts.case import Paper
from federation.contracts.catalogue import Material
from govhall.materials.lines import material_line
from govhall.materials.ways import (
    LaterNotAllowed,
    LaterPapersMissing,
    UndertakingNotAllowed,
    brought,
    is_awaited,
    is_lacking,
    paper_given,
    require_none_awaited,
    say_asked,
    say_paper,
)

CLOSED = Material(code='m-01', name='居民身份证', required=True, form='原件', copies=1, source='公安机关')
OPEN = Material(
    code='m-02',
    name='困难证明',
    required=True,
    form='原件',
    copies=1,
    source='医院',
    channel='other',
    licence_grade='D',
    later_days=5,
    undertaking=True,
    basis='某文件',
)
UNTIL = date(2026, 12, 7)


def given(material: Material, how: str) -> Paper:
    return paper_given(material, how, lambda days: UNTIL)


@pytest.mark.parametrize(('how', 'refusal'), [('later', LaterNotAllowed), ('undertaking', UndertakingNotAllowed)])
def test_what_the_matter_does_not_open_is_refused_by_name(how: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match='居民身份证'):
        given(CLOSED, how)


@pytest.mark.parametrize(
    ('how', 'status', 'lacking', 'said'),
    [
        ('', 'missing', True, '未交（必交）'),
        ('handed_in', 'handed_in', False, '已收'),
        ('on_file', 'missing', True, '同意用存件，窗口核对身份后取用'),
        ('later', 'missing', False, '容缺，2026年12月7日前补交'),
        ('undertaking', 'handed_in', False, '已交告知承诺书'),
        ('nonsense', 'missing', True, '未交（必交）'),
    ],
)
def test_each_way_has_its_status_and_its_words(how: str, status: str, lacking: bool, said: str) -> None:
    paper = given(OPEN, how)
    assert (paper.status, is_lacking(paper), say_paper(paper)) == (status, lacking, said)


def test_the_day_is_that_of_the_matters_working_days() -> None:
    asked: list[int] = []

    def later_by(days: int) -> date:
        asked.append(days)
        return UNTIL

    assert paper_given(OPEN, 'later', later_by).until == UNTIL
    assert asked == [5]


def test_nothing_is_granted_while_something_is_to_come_and_what_came_is_like_any_other() -> None:
    papers = [given(CLOSED, 'handed_in'), given(OPEN, 'later')]
    with pytest.raises(LaterPapersMissing, match='困难证明'):
        require_none_awaited(papers)
    done = brought(papers, {'m-01', 'm-02'})
    require_none_awaited(done)
    assert done == [papers[0], replace(papers[1], status='handed_in', way='', until=None)]
    assert not any(map(is_awaited, done))


def test_guide_and_notice_say_what_may_stand_for_it() -> None:
    line = material_line(OPEN)
    assert line.open_ways == '可以容缺，收件后 5 个工作日内补交；可以签告知承诺书代替'
    assert (line.source, line.basis) == ('其他（医院）', '某文件')
    assert line.grade.startswith('D 级')
    assert (material_line(CLOSED).source, material_line(CLOSED).open_ways, material_line(CLOSED).basis) == (
        '公安机关',
        '',
        '',
    )
    assert say_asked('困难证明', {'困难证明': OPEN}) == '困难证明（可以签告知承诺书代替）'
    assert say_asked('居民身份证', {'居民身份证': CLOSED}) == '居民身份证'
