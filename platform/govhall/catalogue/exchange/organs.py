"""The organs as a list: what kind each is, and so to whom one complains of it (行政复议法 §24-28)."""

import re

from federation.contracts.catalogue import OrganEntered
from govhall.catalogue.entries import Entry, entry_of
from govhall.catalogue.exchange.cells import BadCell, Cells, chosen, required, said
from govhall.catalogue.models import Organ
from govhall.catalogue.organs import LABELS, OrganKind
from govhall.kernel.identity import check_credit_code

COLUMNS = ('统一社会信用代码', '机关名称', '简称', '区划代码', '机关性质', '上一级主管部门')
TITLES = {
    'name': '机关名称',
    'short_name': '简称',
    'area_code': '区划代码',
    'kind': '机关性质',
    'superior': '上一级主管部门',
}
WORDS: dict[str, dict[str, str]] = {'kind': {str(kind.value): label for kind, label in LABELS.items()}}
AREA_DIGITS = 12


def organ_choices(hall: str) -> dict[str, list[str]]:
    """The columns that take one of a list."""
    return {'机关性质': list(LABELS.values())}


def organ_rows(hall: str) -> list[list[str]]:
    """All organs of the catalogue, which is one for all halls."""
    return [
        [
            organ.credit_code,
            organ.name,
            organ.short_name,
            organ.area_code,
            OrganKind.of(organ.kind).label,
            organ.superior,
        ]
        for organ in Organ.objects.all()
    ]


def read_organ(hall: str, cells: Cells) -> tuple[Entry | None, Entry]:
    """An organ; one under vertical leadership names the organ above it. Raises BadCell."""
    code = said(check_credit_code, '统一社会信用代码', cells['统一社会信用代码'])
    area = required(cells, '区划代码')
    if not re.fullmatch(f'[0-9]{{{AREA_DIGITS}}}', area):
        raise BadCell(field='区划代码', why='区划代码应为 12 位数字，请核对。')
    kind = chosen(cells, '机关性质', {word: key for key, word in LABELS.items()})
    if kind == OrganKind.VERTICAL and not cells['上一级主管部门']:
        raise BadCell(field='上一级主管部门', why='垂直领导机关的复议机关是上一级主管部门，请填写它的名称。')
    kept = Organ.objects.filter(credit_code=code).first()
    wanted = OrganEntered(
        credit_code=code,
        name=required(cells, '机关名称'),
        short_name=required(cells, '简称'),
        area_code=area,
        kind=kind,
        superior=cells['上一级主管部门'],
        version=kept.version + 1 if kept else 1,
    )
    return (entry_of(OrganEntered, kept) if kept else None), wanted
