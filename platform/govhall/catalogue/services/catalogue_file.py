"""Entering the catalogue at the province's cell, from where it reaches every other over the catalogue topic."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from django.db import transaction

from federation.contracts.catalogue import DepartmentEntered, GrantEntered, GuideEntered, MatterEntered, OrganEntered
from federation.outbox.services import publish_entry
from govhall.catalogue.conditions import check_condition
from govhall.catalogue.entries import Entry, store, topic_key
from govhall.catalogue.rules import (
    LEVELS,
    TASK_TYPES,
    CaseType,
    Mode,
    check_grant,
    check_limits,
    check_no_subdelegation,
    check_steps,
    check_village,
    lacking_fields,
)
from govhall.doors.shapes import fitted, said_of
from govhall.forms.definition import BadForm, check_form
from govhall.kernel.errors import Refused
from govhall.kernel.identity import check_credit_code
from govhall.tariffs.definition import BadFeeStandard, check_fees


class UnreadableCatalogue(Refused):
    """The file is not a catalogue, or a part of it is missing or of the wrong type."""

    code = 'UNREADABLE_CATALOGUE'
    sentence = '目录文件无法读取：{why}。请更正后重新导入。'


class CatalogueFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file that the province enters; every part has the shape of its message."""

    organs: list[OrganEntered]
    departments: list[DepartmentEntered]
    matters: list[MatterEntered]
    guides: list[GuideEntered]
    grants: list[GrantEntered]

    def entries(self) -> Iterator[Entry]:
        """All entries, those first that others name."""
        yield from self.organs
        yield from self.departments
        yield from self.matters
        yield from self.guides
        yield from self.grants


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """How many entries were new or newer, and how many were known already."""

    stored: int
    unchanged: int


def enter_catalogue(data: object) -> EntryCounts:
    """Check the whole catalogue, then keep and publish what is newer than before, all in one transaction.

    `data` is the parsed JSON of a catalogue file. Entering the same file twice publishes nothing the second time.
    Raises UnreadableCatalogue, and the refusals of the rules; then nothing was written.
    """
    try:
        catalogue = fitted(data, CatalogueFile)
    except msgspec.ValidationError as error:
        raise UnreadableCatalogue(why=said_of(error)) from error
    check(catalogue)
    stored = unchanged = 0
    with transaction.atomic():
        for entry in catalogue.entries():
            if store(entry):
                publish_entry('catalogue', key=topic_key(entry), message=entry)
                stored += 1
            else:
                unchanged += 1
    return EntryCounts(stored, unchanged)


def check(catalogue: CatalogueFile) -> None:
    """Refuse a catalogue that breaks a rule; the first fault found is named."""
    _check_organs(catalogue)
    _check_matters(catalogue)
    _check_guides(catalogue)
    _check_grants(catalogue)


def _check_organs(catalogue: CatalogueFile) -> None:
    for organ in catalogue.organs:
        check_credit_code(organ.credit_code)
    known = {organ.credit_code for organ in catalogue.organs}
    for department in catalogue.departments:
        _known(department.organ in known, f'部门 {department.code} 的实施主体 {department.organ} 不在目录中')


def _check_matters(catalogue: CatalogueFile) -> None:
    for matter in catalogue.matters:
        _known(matter.task_type in TASK_TYPES, f'事项 {matter.code} 的事项类型 {matter.task_type} 不在国标代码表中')
        _known(matter.level in LEVELS, f'事项 {matter.code} 的行使层级 {matter.level} 不在国标代码表中')
        _known(matter.case_type in list(CaseType), f'事项 {matter.code} 的办件类型 {matter.case_type} 无效')
        _known(matter.legal_basis.strip() != '', f'事项 {matter.code} 没有写明设定依据')
        check_limits(
            matter=matter.code,
            case_type=CaseType(matter.case_type),
            statutory_days=None if matter.no_statutory_limit else matter.statutory_days,
            promised_days=matter.promised_days,
            task_type=matter.task_type,
        )
        check_steps(matter=matter.code, promised_days=matter.promised_days, steps=[step.days for step in matter.steps])
        _check_form(matter)
        _check_fees(matter)


def _check_fees(matter: MatterEntered) -> None:
    try:
        check_fees(matter.fees, matter.form)
    except BadFeeStandard as bad:
        raise UnreadableCatalogue(why=f'事项 {matter.code} 的{str(bad).rstrip("。")}') from bad


def _check_form(matter: MatterEntered) -> None:
    if matter.form is None:
        return
    try:
        check_form(matter.form)
    except BadForm as bad:
        raise UnreadableCatalogue(why=f'事项 {matter.code} 的{bad}') from bad
    papers = {one.code for one in matter.materials}
    for one in matter.form.fields:
        _known(not one.paper or one.paper in papers, f'事项 {matter.code} 的表单要的材料 {one.paper} 不在材料清单中')


def _check_guides(catalogue: CatalogueFile) -> None:
    matters = {matter.code: matter for matter in catalogue.matters}
    for guide in catalogue.guides:
        _known(guide.matter in matters, f'办事指南的事项 {guide.matter} 不在目录中')
        _known(bool(guide.hall) != bool(guide.kind), f'事项 {guide.matter} 的办事指南应写明一个大厅或一类大厅')
        # A guide that lacks a public field may not be published (八公开).
        lacking = lacking_fields(guide) or ('' if matters[guide.matter].materials else '申报材料')
        _known(not lacking, f'事项 {guide.matter} 的办事指南公开内容不全，缺少：{lacking}')


def _check_grants(catalogue: CatalogueFile) -> None:
    types = {matter.code: matter.task_type for matter in catalogue.matters}
    organs = {organ.credit_code for organ in catalogue.organs}
    for grant in catalogue.grants:
        _known(grant.matter in types, f'赋权的事项 {grant.matter} 不在目录中')
        _known({grant.organ, grant.delegator or grant.organ} <= organs, f'大厅 {grant.hall} 赋权的机关不在目录中')
        _known(grant.mode in list(Mode), f'大厅 {grant.hall} 赋权的方式 {grant.mode} 无效')
        check_grant(
            matter=grant.matter,
            hall=grant.hall,
            mode=Mode(grant.mode),
            organ=grant.organ,
            delegator=grant.delegator,
            document=grant.document,
        )
        check_village(matter=grant.matter, hall=grant.hall, task_type=types[grant.matter], village=grant.village)
        for condition in grant.conditions:
            check_condition(condition)
    check_no_subdelegation((one.matter, one.hall, Mode(one.mode), one.organ, one.delegator) for one in catalogue.grants)


def _known(right: bool, why: str) -> None:
    if not right:
        raise UnreadableCatalogue(why=why)
