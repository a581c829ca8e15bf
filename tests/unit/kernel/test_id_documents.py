"""Types of documents of GA/T 2000.156, each with the number that it has."""

from datetime import date

import pytest

from govhall.kernel.errors import Refused
from govhall.kernel.id_documents import ID_DOCUMENTS, check_document, document_name
from govhall.kernel.identity import born_on, check_credit_code, is_male

TODAY = date(2026, 12, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def eighteen(front: str) -> str:
    """Seventeen characters with their check digit."""
    return front + '10X98765432'[sum(int(one) * weight for one, weight in zip(front, WEIGHTS, strict=True)) % 11]


@pytest.mark.parametrize(
    ('document', 'typed', 'kept'),
    [
        ('', '11010519491231002x', '11010519491231002X'),
        ('111', '11010519491231002X', '11010519491231002X'),
        ('112', '11010519491231002X', '11010519491231002X'),
        ('113', '11010519491231002X', '11010519491231002X'),
        ('810', eighteen('81000019900504123'), eighteen('81000019900504123')),
        ('830', eighteen('83000019900504123'), eighteen('83000019900504123')),
        ('516', 'h 0123 4567', 'H01234567'),
        ('516', 'M0123456701', 'M0123456701'),
        ('511', '12345678', '12345678'),
        ('511', '1234567890B', '1234567890B'),
        ('553', eighteen('93384019900504123'), eighteen('93384019900504123')),
        ('553', 'USA311090050412', 'USA311090050412'),
        ('414', 'ea1234567', 'EA1234567'),
        ('414', 'C01X00T47', 'C01X00T47'),
        ('114', '南字第01234567号', '南字第01234567号'),
        ('115', '武字第012345号', '武字第012345号'),
    ],
)
def test_a_right_number_is_kept_in_one_spelling(document: str, typed: str, kept: str) -> None:
    assert check_document(document, typed, today=TODAY) == kept


@pytest.mark.parametrize(
    ('document', 'typed'),
    [
        ('111', 'EA1234567'),
        ('810', eighteen('83000019900504123')),
        ('830', '11010519491231002X'),
        ('516', 'A01234567'),
        ('511', '1234567'),
        ('553', '11010519491231002X'),
        ('553', 'USA311090990412'),
        ('414', 'ABCDEFGHI'),
        ('414', '1234'),
        ('114', '01234567'),
        ('999', '1'),
    ],
)
def test_a_wrong_number_is_refused_in_words(document: str, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        check_document(document, typed, today=TODAY)
    assert '请' in str(refused.value)
    assert typed not in str(refused.value)


def test_every_type_has_a_name_and_only_long_numbers_tell_age_and_sex() -> None:
    assert len({document_name(code) for code in ID_DOCUMENTS}) == len(ID_DOCUMENTS)
    assert (born_on('11010519491231002X'), is_male('11010519491231002X')) == (date(1949, 12, 31), False)
    assert (born_on('EA1234567'), is_male('EA1234567')) == (None, None)


@pytest.mark.parametrize('department', '1236789ANY5')
def test_credit_codes_of_every_registering_department_pass(department: str) -> None:
    from stdnum.cn import uscc  # noqa: PLC0415 - only to make the code

    front = f'{department}1511921MA00000001'[:17]
    assert check_credit_code(front + uscc.calc_check_digit(front))[0] == department
