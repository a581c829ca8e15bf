"""A charge enters the catalogue only with its name, its document and a standard that is money (行政许可法 §58-59)."""

import json
from typing import Any

import msgspec
import pytest

from govhall.catalogue.services.catalogue_file import CatalogueFile, UnreadableCatalogue, check
from tests.builders.world import SEED

FEE = {'name': '登记费', 'amount': '80.00', 'basis': '发改价格规〔2016〕2559号', 'reducible': True}


def enter(*fees: dict[str, Any]) -> None:
    seed = json.loads((SEED / 'catalogue.json').read_text(encoding='utf-8'))
    seed['matters'][0]['fees'] = list(fees)
    check(msgspec.convert(seed, CatalogueFile))


def test_a_charge_with_basis_and_standard_is_entered() -> None:
    enter(FEE, FEE | {'name': '工本费', 'amount': '0.01'})


@pytest.mark.parametrize(
    ('fault', 'said'),
    [
        ({'basis': ' '}, '「登记费」的标准有误：没有写明依据'),
        ({'name': ''}, '没有名称'),
        ({'amount': '0'}, '大于零'),
        ({'amount': '-80'}, '大于零'),
        ({'amount': '80.001'}, '精确到分'),
        ({'amount': 'NaN'}, '精确到分'),
        ({'amount': 'Infinity'}, '精确到分'),
    ],
)
def test_a_charge_that_nobody_may_ask_for_is_not_entered(fault: dict[str, Any], said: str) -> None:
    with pytest.raises(UnreadableCatalogue, match=said):
        enter(FEE | fault)


def test_two_charges_of_one_name_are_not_entered() -> None:
    with pytest.raises(UnreadableCatalogue, match='两项收费叫这个名字'):
        enter(FEE, FEE)
