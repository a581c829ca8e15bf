"""A small county: one matter, a county bureau, a township government and their halls."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from federation.contracts.catalogue import GrantEntered, MatterEntered, OrganEntered
from federation.contracts.directory import HallEntered
from federation.directory.services import record
from govhall.catalogue.entries import store
from govhall.catalogue.rules import CaseType, Mode, PersonalPower
from govhall.catalogue.services import authorise

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
SECOND = timedelta(seconds=1)
MATTER, BUREAU, TOWN = '510100107000', '11511921000000001A', '11511921000000002B'
TOWNSHIP_HALL, COUNTY_HALL = 'TJNS0001', 'TJXZ0001'
OLD_WANG = 7


def enter_matter(*, code: str = MATTER, valid_to: datetime | None = None, version: int = 1, name: str = '') -> None:
    store(
        MatterEntered(
            code=code,
            basic_code=code,
            name=name or '食品经营许可',
            short_name=name or '食品经营许可',
            task_type='01',
            case_type=CaseType.PROMISED,
            level='4',
            legal_basis='《中华人民共和国食品安全法》第三十五条',
            statutory_days=10,
            promised_days=5,
            everyday_words=['开餐馆', 'spjy'] if code == MATTER else [],
            version=version,
            valid_from=LONG_AGO,
            valid_to=valid_to,
        )
    )


def enter_organs() -> None:
    store(_organ(BUREAU, '通江县市场监督管理局'))
    store(_organ(TOWN, '通江县诺水河镇人民政府'))


def _organ(code: str, name: str) -> OrganEntered:
    return OrganEntered(credit_code=code, name=name, short_name=name, area_code='511921000000', version=1)


def give(
    mode: Mode,
    *,
    hall: str = TOWNSHIP_HALL,
    matter: str = MATTER,
    valid_from: datetime = LONG_AGO,
    valid_to: datetime | None = None,
    point_receipt: bool = False,
) -> UUID:
    """A grant as the law wants it for its mode; the township acts in its own name when delegated or reviewing."""
    own_name = mode in (Mode.DELEGATED, Mode.REVIEW)
    given = mode in (Mode.DELEGATED, Mode.ENTRUSTED)
    grant = GrantEntered(
        id=uuid4(),
        matter=matter,
        hall=hall,
        mode=mode,
        organ=TOWN if own_name else BUREAU,
        delegator=BUREAU if given else '',
        document='赋权目录第 3 项' if given else '',
        point_receipt=point_receipt,
        version=1,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    store(grant)
    return grant.id


def letter(
    *powers: PersonalPower,
    hall: str = TOWNSHIP_HALL,
    matters: list[str] | None = None,
    valid_from: datetime = LONG_AGO,
    valid_to: datetime | None = None,
) -> UUID:
    return authorise(
        person_id=OLD_WANG,
        hall=hall,
        powers=powers,
        matters=matters,
        document='授权书第 1 号',
        valid_from=valid_from,
        valid_to=valid_to,
    )


def enter_halls() -> None:
    record(
        [
            _hall('BZSZ0001', 'city', '巴中市', ''),
            _hall(COUNTY_HALL, 'county', '通江县', 'BZSZ0001'),
            _hall('TJSW0001', 'branch', '通江税务', COUNTY_HALL),
            _hall(TOWNSHIP_HALL, 'township', '诺水河镇', COUNTY_HALL),
        ]
    )


def _hall(code: str, kind: str, name: str, parent: str) -> HallEntered:
    return HallEntered(
        code=code,
        name=name,
        short_name=name,
        kind=kind,
        area_code='511921000000',
        parent_code=parent,
        cell='bazhong',
        slug=code.lower(),
        version=1,
    )
