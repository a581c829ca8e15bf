"""Reasons, opinions and answers in a person's own words: they are never empty (行政许可法 §38). Pure."""

from govhall.kernel.errors import Refused


class ReasonMissing(Refused):
    """A refusal needs its reason (行政许可法 §38)."""

    code = 'REASON_MISSING'
    sentence = '请写明理由，申请人有权知道为什么。'


def stated(text: str, *, field: str = 'reason') -> str:
    """The text without blanks around it. Raises ReasonMissing."""
    if not text.strip():
        raise ReasonMissing(field=field)
    return text.strip()
