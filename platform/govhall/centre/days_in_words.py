"""Days of changes as a page says them."""

from collections.abc import Sequence
from datetime import date

from govhall.catalogue.days import spans


def in_words(days: Sequence[date]) -> str:
    """2007-06-01 起，2008-03-01 止; several spans one after the other. The end is the first day without."""
    return '；'.join(f'{first:%Y-%m-%d} 起' + (f'，{last:%Y-%m-%d} 止' if last else '') for first, last in spans(days))
