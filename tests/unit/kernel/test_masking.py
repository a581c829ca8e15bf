import pytest

from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone


@pytest.mark.parametrize(('name', 'shown'), [('张小明', '张**'), ('张明', '张*'), ('张', '*'), ('', '')])
def test_only_the_first_character_of_a_name_is_shown(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ('name', 'shown'),
    [
        ('通江县巴山茶业有限公司', '通江县****有限公司'),
        ('巴山茶业有限公司', '******公司'),
        ('张三茶业有限责任公司', '******责任公司'),
        ('张三五金店', '***金店'),
        ('通江县张三五金店', '通江县***金店'),
        ('王村五金店', '***金店'),
        ('李四店', '***'),
        ('李四', '**'),
    ],
)
def test_place_and_legal_form_of_an_organisation_are_shown(name: str, shown: str) -> None:
    assert mask_organisation(name) == shown


def test_identity_number_shows_first_three_and_last_four() -> None:
    assert mask_id_number('511921199003070018') == '511***********0018'


def test_telephone_number_shows_first_three_and_last_four() -> None:
    assert mask_phone('13812341234') == '138****1234'


@pytest.mark.parametrize('text', ['', '1', '1234567'])
def test_short_number_is_hidden_whole(text: str) -> None:
    assert mask_phone(text) == mask_id_number(text) == '*' * len(text)
