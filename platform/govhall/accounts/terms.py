"""From when to when an account holds, as days on a page: it opens with the first, and is closed from the other on."""

from datetime import date, datetime, time

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.kernel.errors import Refused

BEGINS = Field(
    name='begins',
    kind=FieldKind.DAY,
    label='启用日期',
    hint='从这天起能登录；不填就是马上。',
    says='First day on which the account may be used; none: at once.',
)
ENDS = Field(
    name='ends',
    kind=FieldKind.DAY,
    label='停用日期',
    hint='从这天零点起不能登录，正在用的也会退出；不填就是长期。',
    says='Day from whose beginning on nobody uses the account; none: no end.',
)


class EndsBeforeBegin(Refused):
    """The account would never be open."""

    code = 'ACCOUNT_NEVER_OPEN'
    sentence = '停用日期要晚于启用日期，请改其中一个。'


def moments(begins: date | None, ends: date | None) -> tuple[datetime | None, datetime | None]:
    """The beginnings of both days. Raises EndsBeforeBegin."""
    if begins and ends and ends <= begins:
        raise EndsBeforeBegin(field='ends')
    return _midnight(begins), _midnight(ends)


def day_of(moment: datetime | None) -> date | None:
    """The day that begins with a moment."""
    return timezone.localdate(moment) if moment else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, timezone.get_current_timezone()) if day else None
