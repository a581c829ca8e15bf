"""Two versions of a message side by side: the older is read as the newer."""

import pytest

from federation.contracts.base import Message, UnreadableMessage, decode, encode, message, upcasts


@message('trial.weighed.v1')
class Weighed1(Message, frozen=True, kw_only=True):
    """As it was: grams, and a name in one piece."""

    grams: int


@message('trial.weighed.v2')
class Weighed2(Message, frozen=True, kw_only=True):
    """Kilograms."""

    kilograms: float


@message('trial.weighed.v3')
class Weighed3(Message, frozen=True, kw_only=True):
    """And by whom."""

    kilograms: float
    by: str


@upcasts(Weighed1)
def second(old: Weighed1) -> Weighed2:
    """One version on."""
    return Weighed2(kilograms=old.grams / 1000)


@upcasts(Weighed2)
def third(old: Weighed2) -> Weighed3:
    """And one more."""
    return Weighed3(kilograms=old.kilograms, by='')


@pytest.mark.parametrize('told', [Weighed1(grams=1500), Weighed2(kilograms=1.5), Weighed3(kilograms=1.5, by='')])
def test_each_version_is_read_as_the_newest(told: Message) -> None:
    assert decode(told.type_name, encode(told)) == Weighed3(kilograms=1.5, by='')


def test_older_version_is_still_said_as_it_was() -> None:
    assert encode(Weighed1(grams=1)) == b'{"grams":1}'


def test_body_is_judged_by_the_version_that_it_claims() -> None:
    with pytest.raises(UnreadableMessage, match=r'trial\.weighed\.v1'):
        decode('trial.weighed.v1', b'{"kilograms":1.5}')


def test_version_has_one_upcaster() -> None:
    with pytest.raises(ValueError, match='has an upcaster already'):
        upcasts(Weighed1)(second)
