"""How a material may be missing at first (容缺), replaced by an undertaking (告知承诺), or taken from the file. Pure.

国办发〔2020〕42号 for undertakings; what may come later is said by each matter.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from federation.contracts.case import Paper
from federation.contracts.catalogue import Material
from govhall.kernel.errors import Refused

LATER, UNDERTAKING, ON_FILE = 'later', 'undertaking', 'on_file'
WAYS = frozenset({LATER, UNDERTAKING, ON_FILE})
LaterDay = Callable[[int], date]  # the day after so many working days


class LaterNotAllowed(Refused):
    """The matter does not let this material come later."""

    code = 'LATER_NOT_ALLOWED'
    sentence = '“{material}”不在容缺范围内，不能后补。请申请人交来，或一次性告知补正。'


class UndertakingNotAllowed(Refused):
    """The matter takes no undertaking for this material."""

    code = 'UNDERTAKING_NOT_ALLOWED'
    sentence = '“{material}”不实行告知承诺，不能用承诺书代替。请申请人交来材料。'


class LaterPapersMissing(Refused):
    """What was to come later has not come, so that nothing can be granted yet."""

    code = 'LATER_PAPERS_MISSING'
    sentence = '容缺的材料还没有补交：{papers}。补交以后才能准予；到期不补的，可以不予办理。'


def check_way(material: Material, given: str) -> None:
    """Refuse (LaterNotAllowed, UndertakingNotAllowed) a way that the matter does not open."""
    if given == LATER and not material.later_days:
        raise LaterNotAllowed(field='papers', material=material.name)
    if given == UNDERTAKING and not material.undertaking:
        raise UndertakingNotAllowed(field='papers', material=material.name)


def open_ways(materials: Iterable[Material], given: Mapping[str, str]) -> dict[str, str]:
    """Of what was given (code to way) the ways, each opened by the matter. Raises LaterNotAllowed and its kin."""
    listed = list(materials)
    for material in listed:
        check_way(material, given.get(material.code, ''))
    return {one.code: given[one.code] for one in listed if given.get(one.code) in WAYS}


def paper_given(material: Material, given: str, later_by: LaterDay) -> Paper:
    """The line of the checklist for a material as it was handed in: handed_in, on_file, later, undertaking or nothing.

    With on_file the applicant has agreed, and it is missing until the hall takes it from there. Raises LaterNotAllowed,
    UndertakingNotAllowed.
    """
    check_way(material, given)
    paper = replace(listed_paper(material), consent=given == ON_FILE)
    if given == LATER:
        return replace(paper, way=LATER, until=later_by(material.later_days))
    if given == UNDERTAKING:
        return replace(paper, status='handed_in', way=UNDERTAKING)
    return replace(paper, status='handed_in') if given == 'handed_in' else paper


def listed_paper(material: Material) -> Paper:
    """The line of a material that nobody has handed in."""
    return Paper(
        code=material.code,
        name=material.name,
        required=material.required,
        status='missing',
        valid_months=material.valid_months,
    )


def is_lacking(paper: Paper) -> bool:
    """Whether a case can't be accepted without it: it is required, not there, and nothing lets it come later."""
    return paper.required and paper.status == 'missing' and paper.way != LATER


def is_awaited(paper: Paper) -> bool:
    """Whether it was taken as one that comes later, and has not come."""
    return paper.status == 'missing' and paper.way == LATER


def brought(papers: Iterable[Paper], codes: Collection[str]) -> list[Paper]:
    """The papers with those that came later as handed in."""
    return [
        replace(one, status='handed_in', way='', until=None) if one.code in codes and is_awaited(one) else one
        for one in papers
    ]


def require_none_awaited(papers: Iterable[Paper]) -> None:
    """Refuse (LaterPapersMissing) to grant while something is to come."""
    names = [paper.name for paper in papers if is_awaited(paper)]
    if names:
        raise LaterPapersMissing(papers='、'.join(names))


def say_day(day: date) -> str:
    """12月7日, with the year where papers are read years later."""
    return f'{day.year}年{day.month}月{day.day}日'


def say_paper(paper: Paper) -> str:
    """How a line stands, as receipt, order sheet and case page say it."""
    if is_awaited(paper):
        return f'容缺，{say_day(paper.until)}前补交' if paper.until else '容缺，以后补交'
    if paper.status == 'missing':
        said = '同意用存件，窗口核对身份后取用' if paper.consent else ''
        return said or ('未交（必交）' if paper.required else '未交')
    if paper.status == 'on_file':
        return '用已存的，申请人同意'
    return '已交告知承诺书' if paper.way == UNDERTAKING else '已收'


def say_open_ways(material: Material) -> str:
    """What the matter opens where the material is not at hand; empty where nothing."""
    said = []
    if material.later_days:
        said.append(f'可以容缺，收件后 {material.later_days} 个工作日内补交')
    if material.undertaking:
        said.append('可以签告知承诺书代替')
    return '；'.join(said)


def say_asked(name: str, materials: Mapping[str, Material]) -> str:
    """A material as a correction notice asks for it, with what may stand for it; `materials` by their names."""
    material = materials.get(name)
    return f'{name}（可以签告知承诺书代替）' if material and material.undertaking else name
