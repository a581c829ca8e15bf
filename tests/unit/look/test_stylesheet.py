import re
from pathlib import Path

import pytest

import govhall.look

STYLE = (Path(govhall.look.__file__).parent / 'static/look/look.css').read_text('utf-8')
TOKENS = dict(re.findall(r'--([a-z-]+): (#[0-9a-f]{3,6});', STYLE))


def luminance(colour: str) -> float:
    digits = colour.lstrip('#')
    digits = digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ('text', 'ground'),
    [
        *[(text, ground) for text in ('ink', 'muted', 'accent') for ground in ('paper', 'ground', 'pale')],
        *[(tone, f'{tone}-ground') for tone in ('good', 'soon', 'late')],
        ('late', 'paper'),
    ],
)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize('edge', ['edge', 'focus'])
def test_edges_of_fields_and_focus_can_be_seen(edge: str) -> None:
    assert contrast(edge, 'paper') >= 3


@pytest.mark.parametrize(
    'word', [r'gradient\(', 'box-shadow', 'text-shadow', 'animation', 'transition', 'outline: none']
)
def test_nothing_moves_shines_or_hides_the_focus(word: str) -> None:
    assert not re.search(word, STYLE)


@pytest.mark.parametrize('word', [r':has\(', '@container', '@layer', r':is\(', r':where\(', r'\n\s+&', 'https?://'])
def test_browser_five_years_old_without_a_network_understands_it(word: str) -> None:
    assert not re.search(word, STYLE)
