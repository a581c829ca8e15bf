import pickle
import uuid

from govhall.kernel.errors import Refused
from govhall.kernel.identity import WrongResidentCheckDigit
from govhall.kernel.ids import new_uid, random_uid


def test_refusal_keeps_its_sentence_and_field_across_processes() -> None:
    refusal: Refused = pickle.loads(pickle.dumps(WrongResidentCheckDigit(field='id_number', expected='X')))  # noqa: S301
    assert str(refusal) == '身份证号最后一位应为 X，请核对证件。'
    assert (refusal.field, refusal.code) == ('id_number', 'WRONG_RESIDENT_CHECK_DIGIT')


def test_identifiers_made_one_after_another_are_in_order() -> None:
    made = [new_uid() for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000
    assert all(type(uid) is uuid.UUID and uid.version == 7 for uid in made)


def test_random_identifier_is_of_version_four() -> None:
    assert random_uid().version == 4
