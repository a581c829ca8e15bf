"""Rows of licences as departments keep them, each cell judged by itself."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from govhall.catalogue import selectors as catalogue
from govhall.catalogue.exchange.cells import BadCell, Cells, chosen, required, said
from govhall.catalogue.exchange.workbook import CellFault, WorkbookRow
from govhall.catalogue.models import Matter
from govhall.kernel.identity import check_credit_code, check_resident_id
from govhall.licences.lists.days import day_in, end_in
from govhall.licences.models import LicenceHolder
from govhall.licences.rules.numbers import LONGEST, licence_number

NUMBER, MAIN, NAME, KIND, HOLDER, ID, ORGAN, SINCE, UNTIL = COLUMNS = (
    '证照编号',
    '主项编码',
    '证照名称',
    '持有人类型',
    '持有人',
    '证件号码',
    '发证机关',
    '发证日期',
    '有效期至',
)
KINDS = {'个人': 'person', '单位': 'organisation'}
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class PlannedLicence:
    """A licence as its row wants it."""

    number: str
    main: str
    name: str
    holder: LicenceHolder
    organ: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class KnownMatters:
    """The matters that a file names: code to whether it is a renewal or change of another one, and its certificate."""

    main: dict[str, str]
    certificate: dict[str, str]
    department: dict[str, str]
    today: date


def known_matters(hall: str, codes: Collection[str], *, today: date, at: Any) -> KnownMatters:
    """What the catalogue says of these; a statement for all, and one for each whose department is asked."""
    rows = {matter.code: matter for matter in Matter.objects.filter(code__in=codes)}
    placed = {code: catalogue.placement(code, hall=hall, at=at) for code in rows}
    return KnownMatters(
        {code: matter.main_code for code, matter in rows.items()},
        {code: matter.certificate for code, matter in rows.items()},
        {code: one.department if one else '' for code, one in placed.items()},
        today,
    )


def read_licence(line: WorkbookRow, known: KnownMatters) -> tuple[PlannedLicence | None, list[CellFault]]:
    """The row as a licence, or every cell that has to be put right."""
    cells, faults = line.cells, list[CellFault]()
    values: dict[str, Any] = {}
    for column, read in READERS.items():
        try:
            values[column] = read(cells, known)
        except BadCell as refusal:
            faults.append(CellFault(line.cell(refusal.field), refusal.field, str(refusal)))
    if faults:
        return None, faults
    if (until := values[UNTIL]) is not None and until <= values[SINCE]:
        return None, [CellFault(line.cell(UNTIL), UNTIL, '有效期至应在发证日期以后，请核对。')]
    holder = LicenceHolder(values[KIND], values[HOLDER], values[ID])
    names = (values[NUMBER], values[MAIN], values[NAME], holder, values[ORGAN], values[SINCE], until)
    return PlannedLicence(*names), []


def _number(cells: Cells, known: KnownMatters) -> str:
    number = licence_number(required(cells, NUMBER))
    if len(number) > LONGEST:
        raise BadCell(field=NUMBER, why=f'证照编号最多 {LONGEST} 个字，请核对。')
    return number


def _main(cells: Cells, known: KnownMatters) -> str:
    code = required(cells, MAIN)
    if code not in known.main:
        raise BadCell(field=MAIN, why=f'目录中没有事项 {code}，请核对编码。')
    if known.main[code]:
        raise BadCell(field=MAIN, why=f'这是变更、延续类的事项，请填它的主项编码 {known.main[code]}。')
    return code


def _name(cells: Cells, known: KnownMatters) -> str:
    name = cells[NAME] or known.certificate.get(cells[MAIN], '')
    if not name:
        raise BadCell(field=NAME, why='请填写证照名称，例如“食品经营许可证”。')
    return _short(NAME, name)


def _id(cells: Cells, known: KnownMatters) -> str:
    required(cells, ID)
    if cells[KIND] == '单位':
        return said(check_credit_code, ID, cells[ID])
    return said(lambda given: check_resident_id(given, today=known.today), ID, cells[ID])


def _since(cells: Cells, known: KnownMatters) -> date:
    since = day_in(cells, SINCE)
    if since > known.today:
        raise BadCell(field=SINCE, why='发证日期不能晚于今天，请核对。')
    return since


def _short(column: str, text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise BadCell(field=column, why=f'{column}最多 {LONGEST_NAME} 个字。')
    return text


READERS: dict[str, Callable[[Cells, KnownMatters], Any]] = {
    NUMBER: _number,
    MAIN: _main,
    NAME: _name,
    KIND: lambda cells, known: chosen(cells, KIND, KINDS),
    HOLDER: lambda cells, known: _short(HOLDER, required(cells, HOLDER)),
    ID: _id,
    ORGAN: lambda cells, known: _short(ORGAN, required(cells, ORGAN)),
    SINCE: _since,
    UNTIL: lambda cells, known: end_in(cells, UNTIL),
}
