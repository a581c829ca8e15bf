"""Types are registered once, newer senders may add fields, and errors repeat nothing of a body."""

import pytest

from federation.contracts.base import Message, UnknownMessage, UnreadableMessage, decode, encode, message

ERRORS = ('DecodeError', 'ValidationError', 'UnicodeDecodeError')


@message('trial.spoken.v1')
class Spoken(Message, frozen=True, kw_only=True):
    """Something said."""

    word: str
    times: int = 1


def test_message_comes_back_from_its_body() -> None:
    assert decode('trial.spoken.v1', encode(Spoken(word='办结', times=2))) == Spoken(word='办结', times=2)


def test_equal_messages_have_equal_bytes() -> None:
    assert encode(Spoken(times=2, word='a')) == encode(Spoken(word='a', times=2))


def test_field_that_a_newer_sender_added_is_ignored() -> None:
    assert decode('trial.spoken.v1', b'{"word":"a","tone":"loud"}') == Spoken(word='a')


def test_unknown_type_is_told_apart_from_an_unreadable_body() -> None:
    with pytest.raises(UnknownMessage):
        decode('trial.never.v1', b'{}')


@pytest.mark.parametrize('body', [b'', b'{', b'[]', b'{"word":1}', b'{}', b'\xff\xfe', b'{"word":"\xff"}'])
def test_unreadable_body_is_refused_without_repeating_it(body: bytes) -> None:
    with pytest.raises(UnreadableMessage) as refusal:
        decode('trial.spoken.v1', body)
    assert str(refusal.value) in {f'trial.spoken.v1: {error}' for error in ERRORS}


def test_type_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match='twice'):
        message('trial.spoken.v1')


@pytest.mark.parametrize('name', ['', 'trial', 'trial.spoken', 'trial.spoken.v0', 'Trial.Spoken.v1', 'trial.spoken.1'])
def test_type_name_must_have_its_form(name: str) -> None:
    with pytest.raises(ValueError, match='is not a type name'):
        message(name)


def test_message_without_a_type_name_is_a_bug() -> None:
    class Nameless(Message, frozen=True, kw_only=True):
        pass

    with pytest.raises(TypeError, match='Nameless'):
        encode(Nameless())
