"""The seed files: what they promise about real halls and matters holds."""

import csv
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from federation.contracts.directory import HallEntered
from govhall.catalogue.routing import RouteKind, RouteLevel, plan
from govhall.catalogue.rules import Mode, Power, VillageKind
from govhall.catalogue.services.catalogue_file import CatalogueFile, check
from govhall.catalogue.services.centre_list import CentreList
from govhall.kernel.identity import check_credit_code

ROOT = Path(__file__).parents[3]
LOGGING, ORCHID, TAX, INSURANCE = '000164120000', '510100111000', '511000110000', '512000109000'


def read(name: str) -> Any:
    return json.loads((ROOT / 'deploy' / 'seed' / name).read_text(encoding='utf-8'))


@pytest.fixture(scope='module')
def catalogue() -> CatalogueFile:
    return msgspec.convert(read('catalogue.json'), CatalogueFile)


@pytest.fixture(scope='module')
def halls() -> dict[str, HallEntered]:
    return {hall.code: hall for hall in msgspec.convert(read('directory.json')['halls'], list[HallEntered])}


def test_seed_catalogue_keeps_every_rule(catalogue: CatalogueFile) -> None:
    check(catalogue)
    assert len(catalogue.matters) == 64


def test_seed_shows_all_levels_from_village_to_province(catalogue: CatalogueFile) -> None:
    assert {matter.level for matter in catalogue.matters} == {'2', '3', '4', '5', '6'}
    assert {grant.village for grant in catalogue.grants} == {'', *VillageKind}


def test_village_never_decides_a_licence(catalogue: CatalogueFile) -> None:
    types = {matter.code: matter.task_type for matter in catalogue.matters}
    direct = {grant.matter for grant in catalogue.grants if grant.village in ('direct', 'inform')}
    assert {types[matter] for matter in direct} == {'20'}


def test_changes_of_a_licence_name_the_licence(catalogue: CatalogueFile) -> None:
    codes = {matter.code for matter in catalogue.matters}
    followers = [matter for matter in catalogue.matters if matter.main_code]
    assert {matter.name.removeprefix('食品经营许可') for matter in followers} == {
        '（变更）',
        '（延续）',
        '（补证）',
        '（注销）',
    }
    assert {matter.main_code for matter in followers} <= codes


def test_county_centre_has_the_departments_of_the_seed_county(catalogue: CatalogueFile) -> None:
    county = [department for department in catalogue.departments if department.area_code == '511921000000']
    assert len(county) == 29


def test_every_mode_of_grant_is_shown(catalogue: CatalogueFile) -> None:
    assert {grant.mode for grant in catalogue.grants} == set(Mode)


def test_every_organ_has_its_own_valid_credit_code(catalogue: CatalogueFile) -> None:
    codes = [organ.credit_code for organ in catalogue.organs]
    assert [check_credit_code(code) for code in codes] == codes
    assert len(set(codes)) == len(codes)


def test_hall_has_at_most_one_unconditional_grant_for_a_matter(catalogue: CatalogueFile) -> None:
    places = [(grant.matter, grant.hall) for grant in catalogue.grants if not grant.conditions]
    assert len(set(places)) == len(places)
    assert len({grant.id for grant in catalogue.grants}) == len(catalogue.grants)


def test_every_grant_has_a_guide_to_publish(catalogue: CatalogueFile, halls: dict[str, HallEntered]) -> None:
    guides = {(guide.matter, guide.hall or guide.kind) for guide in catalogue.guides}
    for grant in catalogue.grants:
        assert {(grant.matter, grant.hall), (grant.matter, halls[grant.hall].kind)} & guides


def test_every_matter_asks_for_a_material_and_can_be_found_by_everyday_words(catalogue: CatalogueFile) -> None:
    for matter in catalogue.matters:
        assert any(material.required for material in matter.materials), matter.name
        assert len(matter.everyday_words) >= 4, matter.name


def test_halls_stand_in_real_areas_below_a_hall_of_the_directory(halls: dict[str, HallEntered]) -> None:
    with (ROOT / 'tenants' / 'data' / 'areas.csv').open(encoding='utf-8') as file:
        areas = {row['code']: row['name'] for row in csv.DictReader(file)}
    for hall in halls.values():
        assert len(hall.code) == 8
        assert areas[hall.area_code] in hall.name
        assert hall.parent_code in halls or hall.kind == 'province'
    assert len({(hall.cell, hall.slug) for hall in halls.values()}) == len(halls) == 14


def ladder(matter: str, hall: str, catalogue: CatalogueFile, halls: dict[str, HallEntered]) -> list[RouteLevel]:
    modes = {
        grant.hall: Mode(grant.mode).powers
        for grant in catalogue.grants
        if grant.matter == matter and not grant.conditions
    }
    none: frozenset[Power] = frozenset()
    made = []
    while hall:
        below = [one for one in halls.values() if one.parent_code == hall and one.kind == 'branch']
        branches = tuple(RouteLevel(one.code, one.name, modes.get(one.code, none)) for one in below)
        made.append(RouteLevel(hall, halls[hall].name, modes.get(hall, none), branches))
        hall = halls[hall].parent_code
    return made


@pytest.mark.parametrize(
    ('matter', 'hall', 'following', 'kind'),
    [
        ('512000101000', 'TJNS0001', None, RouteKind.HERE),
        ('510700104000', 'TJNS0001', None, RouteKind.HERE),
        ('510700106000', 'TJNS0001', None, RouteKind.HERE),
        ('510700104000', 'PCSM0001', 'PCXZ0001', RouteKind.REPORT),
        ('510500105000', 'TJNS0001', 'TJXZ0001', RouteKind.REPORT),
        ('510100107000', 'TJNS0001', 'TJXZ0001', RouteKind.RECEIPT),
        (TAX, 'TJNS0001', 'TJSW0001', RouteKind.RECEIPT),
        (INSURANCE, 'TJNS0001', 'TJSB0001', RouteKind.RECEIPT),
        (TAX, 'PCSM0001', 'PCXZ0001', RouteKind.RECEIPT),
        (ORCHID, 'TJNS0001', 'TJXZ0001', RouteKind.RECEIPT),
        (ORCHID, 'TJXZ0001', 'SCSZ0001', RouteKind.REPORT),
        (LOGGING, 'TJNS0001', 'TJXZ0001', RouteKind.RECEIPT),
    ],
)
def test_each_story_of_the_seed_takes_its_way(
    matter: str,
    hall: str,
    following: str | None,
    kind: RouteKind,
    catalogue: CatalogueFile,
    halls: dict[str, HallEntered],
) -> None:
    way = plan(ladder(matter, hall, catalogue, halls))
    assert (way.next_hall, way.kind) == (following, kind)


def test_logging_in_pingchang_leads_to_a_county_that_must_refuse_it(
    catalogue: CatalogueFile, halls: dict[str, HallEntered]
) -> None:
    way = plan(ladder(LOGGING, 'PCSM0001', catalogue, halls))
    assert (way.decider, way.next_hall) == (None, 'PCXZ0001')
    assert not any(grant.matter == LOGGING and grant.hall == 'PCXZ0001' for grant in catalogue.grants)


def test_centre_of_the_county_has_its_windows_and_published_items(catalogue: CatalogueFile) -> None:
    centre = msgspec.convert(read('centre.json'), CentreList)
    departments = {department.code for department in catalogue.departments}
    assert {section.department for section in centre.sections} <= departments
    assert (len(centre.sections), sum(len(section.windows) for section in centre.sections)) == (29, 31)
    assert {item.department for item in centre.items} <= {section.department for section in centre.sections}
    assert 0 < sum(bool(item.entered_days) for item in centre.items) < len(centre.items)
