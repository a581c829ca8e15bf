"""The published schemas are those of the classes, and every message says what it is."""

import json

import jsonschema_rs
import pytest

from federation.contracts.base import encode, registered
from federation.contracts.directory import HallEntered
from federation.contracts.export import FOLDER, schemas, text_of


def test_published_schemas_are_those_of_the_classes() -> None:
    """After a wanted change: `python -m federation.contracts.export`, and look at the difference."""
    published = {path.stem: path.read_text(encoding='utf-8') for path in FOLDER.glob('*.json')}
    assert published == {name: text_of(schema) for name, schema in schemas().items()}


@pytest.mark.parametrize('name', sorted(schemas()))
def test_message_says_what_it_is_and_stays_open_for_new_fields(name: str) -> None:
    cls = registered()[name]
    assert (cls.__doc__ or '').strip()
    assert not cls.__struct_config__.forbid_unknown_fields
    assert jsonschema_rs.validator_for(schemas()[name])


def test_encoded_message_fits_its_published_schema() -> None:
    hall = HallEntered(
        code='TJNS0001',
        name='诺水河镇便民服务中心',
        short_name='诺水河',
        kind='township',
        area_code='511921110000',
        parent_code='TJXZ0001',
        cell='bazhong',
        slug='tj-nuoshuihe',
        version=1,
    )
    published = json.loads((FOLDER / 'directory.hall.v1.json').read_text(encoding='utf-8'))
    validator = jsonschema_rs.validator_for(published)
    assert validator.is_valid(json.loads(encode(hall)))
    assert not validator.is_valid({'code': 1})
