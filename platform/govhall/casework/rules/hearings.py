"""The hearing (听证): on request of applicant or interested parties (§47), or of the organ itself (§46); how (§48)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from govhall.kernel.errors import Refused
from govhall.kernel.workdays import WorkCalendar

ASK_DAYS = 5  # working days after the applicant was told of the right
HOLD_DAYS = 20  # working days after the request
NOTICE_DAYS = 7  # working days between the notice and the hearing


class Hearing(Struct, frozen=True, kw_only=True):
    """The days of one hearing. `ask_until` is the last day for asking, `hold_until` the last for holding it.

    While the one that runs is `provisional`, the holidays on its way are not announced, and nobody is late for it.
    `parties` are the interested persons (利害关系人) who were told beside the applicant; in `asked_by` and `waived_by`
    the applicant is the empty name. A hearing of the organ's own motion is asked for by nobody.
    """

    told_on: date
    ask_until: date
    provisional: bool = False
    parties: tuple[str, ...] = ()
    asked_by: str = ''
    waived_by: tuple[str, ...] = ()
    waived_on: date | None = None  # the day on which the last of all had waived it
    own_motion: bool = False
    asked_on: date | None = None
    hold_until: date | None = None
    called_on: date | None = None
    called_for: date | None = None
    hour: str = ''
    place: str = ''
    host: str = ''
    held_on: date | None = None
    minutes: str = ''


class Sitting(NamedTuple):
    """When and where a hearing is to be held, and by whom: what its notice must say (§48). `hour` as 09:30."""

    day: date
    hour: str
    place: str
    host: str


class HearingNotNow(Refused):
    """The step does not fit the course of the hearing."""

    code = 'HEARING_NOT_NOW'
    status = 409
    sentence = '听证现在不能做这一步：{why}'


class HearingTooSoon(Refused):
    """The applicant must have seven days' notice (§48)."""

    code = 'HEARING_TOO_SOON'
    sentence = '听证要提前 7 个工作日通知，最早可定在{earliest:%Y年%m月%d日}。'


class HearingTooLate(Refused):
    """The hearing must be held within twenty days of the request (§47)."""

    code = 'HEARING_TOO_LATE'
    sentence = '听证要在申请后 20 个工作日内举行，最晚{latest:%Y年%m月%d日}。'


class HostIsReviewer(Refused):
    """Who has reviewed the case, or looked on the spot for it, may not host its hearing (§48)."""

    code = 'HOST_IS_REVIEWER'
    sentence = '{host}审查或现场核查过这件事，不能主持听证，请换一位主持人。'


class ReviewerIsHost(Refused):
    """Who is named to host the hearing may neither review the case nor look on the spot for it (§48)."""

    code = 'REVIEWER_IS_HOST'
    status = 409
    sentence = '{host}是这件事的听证主持人，不能再审查或现场核查，请交给别的同事办理。'


class NotToldOf(Refused):
    """Only who was told of the right may use or waive it."""

    code = 'NOT_TOLD_OF'
    sentence = '告知书上没有这位利害关系人，请从名单中选择。'


class HearingNowhere(Refused):
    """The notice names the hour and the place (§48)."""

    code = 'HEARING_NOWHERE'
    sentence = '请写明听证的{what}：通知书要告诉申请人什么时候、在哪里举行。'


class HearingPending(Refused):
    """The decision has to wait for the hearing and rest on its record (§48)."""

    code = 'HEARING_PENDING'
    status = 409
    sentence = '听证还没有结束：{why}决定要等听证笔录。'


def told(on: date, calendar: WorkCalendar, parties: Sequence[str] = ()) -> Hearing:
    """The applicant and the interested parties were told today of the right to a hearing; five working days to ask."""
    names = tuple(dict.fromkeys(name for name in map(plain_name, parties) if name))
    end = calendar.add(on, ASK_DAYS)
    return Hearing(told_on=on, ask_until=end.day, provisional=end.provisional, parties=names)


def asked(hearing: Hearing | None, on: date, calendar: WorkCalendar, by: str = '') -> Hearing:
    """The applicant, or the party `by`, asks in time; twenty days to hold it. Raises HearingNotNow, NotToldOf."""
    if hearing is None:
        raise HearingNotNow(why='还没有告知申请人有听证的权利。')
    if hearing.asked_on is not None or hearing.own_motion:
        raise HearingNotNow(why='申请人已经申请过。' if not hearing.own_motion else '本机关已经公告举行听证。')
    _check_told(hearing, by)
    if by in hearing.waived_by:
        raise HearingNotNow(why='本人已经放弃听证。')
    if not may_still_ask(hearing, on):
        raise HearingNotNow(why='五个工作日的申请期已过。')
    end = calendar.add(on, HOLD_DAYS)
    return replace(hearing, asked_on=on, asked_by=by, hold_until=end.day, provisional=end.provisional)


def waived(hearing: Hearing | None, on: date, by: str = '') -> Hearing:
    """The applicant, or the party `by`, waives the hearing; once all have, the decision waits no longer.

    Raises HearingNotNow, NotToldOf.
    """
    if hearing is None:
        raise HearingNotNow(why='还没有告知申请人有听证的权利。')
    if hearing.asked_on is not None or hearing.own_motion:
        raise HearingNotNow(why='听证已经要举行，不能再放弃。')
    _check_told(hearing, by)
    if by in hearing.waived_by:
        raise HearingNotNow(why='已经记下放弃。')
    if not may_still_ask(hearing, on):
        raise HearingNotNow(why='申请期已过，没有人申请，不用再放弃。')
    names = (*hearing.waived_by, by)
    everybody = set(names) == {'', *hearing.parties}
    return replace(hearing, waived_by=names, waived_on=on if everybody else None)


def announced(
    hearing: Hearing | None, on: date, *, sitting: Sitting, reviewers: frozenset[str], calendar: WorkCalendar
) -> Hearing:
    """The organ itself holds a hearing of public concern and announces it (§46). Raises what `called` raises."""
    if hearing is not None and (hearing.asked_on is not None or hearing.own_motion):
        raise HearingNotNow(why='这件事已经要举行听证。')
    begun = replace(hearing or Hearing(told_on=on, ask_until=on), own_motion=True, provisional=False)
    return called(begun, on, sitting=sitting, reviewers=reviewers, calendar=calendar)


def called(
    hearing: Hearing | None, on: date, *, sitting: Sitting, reviewers: frozenset[str], calendar: WorkCalendar
) -> Hearing:
    """The hearing is fixed for an hour of a day, at a place; `reviewers` may not host it.

    Raises HearingNotNow, HearingTooSoon, HearingTooLate, HearingNowhere, HostIsReviewer.
    """
    hour, place, host = (part.strip() for part in sitting[1:])
    if hearing is None or (hearing.asked_on is None and not hearing.own_motion):
        raise HearingNotNow(why='申请人没有申请听证。')
    if hearing.held_on is not None:
        raise HearingNotNow(why='听证已经举行。')
    if not host or is_among(host, reviewers):
        raise HostIsReviewer(field='host', host=host or '空白的主持人')
    latest = None if hearing.provisional else hearing.hold_until
    _check_day(sitting.day, earliest=calendar.add(on, NOTICE_DAYS).day, latest=latest)
    if not hour:
        raise HearingNowhere(field='hour', what='时间')
    if not place:
        raise HearingNowhere(field='place', what='地点')
    return replace(hearing, called_on=on, called_for=sitting.day, hour=hour, place=place, host=host)


def plain_name(name: str) -> str:
    """A name as it is compared: without any space in it."""
    return ''.join(name.split())


def is_among(host: str, names: Iterable[str]) -> bool:
    """Whether the host is one of these people."""
    return plain_name(host) in {plain_name(name) for name in names}


def hosts(hearing: Hearing | None, names: Iterable[str]) -> bool:
    """Whether one of these people is named to host the hearing, or has hosted it."""
    return hearing is not None and bool(hearing.host) and is_among(hearing.host, names)


def check_not_host(hearing: Hearing | None, names: Iterable[str]) -> None:
    """Refuse (ReviewerIsHost) who hosts the hearing as a reviewer or site officer, before it and afterwards."""
    if hearing is not None and hosts(hearing, names):
        raise ReviewerIsHost(host=hearing.host)


def _check_told(hearing: Hearing, by: str) -> None:
    if by and by not in hearing.parties:
        raise NotToldOf(field='party')


def _check_day(day: date, *, earliest: date, latest: date | None) -> None:
    if day < earliest:
        raise HearingTooSoon(field='day', earliest=earliest)
    if latest is not None and day > latest:
        raise HearingTooLate(field='day', latest=latest)


def held(hearing: Hearing | None, on: date, *, minutes: str, reviewers: frozenset[str]) -> Hearing:
    """The hearing took place; the minutes are what the decision rests on. Raises HearingNotNow, HostIsReviewer.

    Since it was called, who was to host it may have reviewed the case at another hall.
    """
    if hearing is None or hearing.called_for is None:
        raise HearingNotNow(why='还没有通知听证的时间。')
    if hearing.held_on is not None:
        raise HearingNotNow(why='听证已经举行。')
    if on < hearing.called_for:
        raise HearingNotNow(why='还没有到通知的日子。')
    if is_among(hearing.host, reviewers):
        raise HostIsReviewer(host=hearing.host)
    if not minutes.strip():
        raise HearingNotNow(why='请写明听证笔录。')
    return replace(hearing, held_on=on, minutes=minutes.strip())


def recounted(hearing: Hearing, calendar: WorkCalendar) -> Hearing:
    """The legal days of a hearing that is not held, by the calendar of today; the day that was called stays."""
    if hearing.held_on is not None or hearing.waived_on is not None or hearing.own_motion:
        return hearing
    ask = calendar.add(hearing.told_on, ASK_DAYS)
    if hearing.asked_on is None:
        return replace(hearing, ask_until=ask.day, provisional=ask.provisional)
    hold = calendar.add(hearing.asked_on, HOLD_DAYS)
    return replace(hearing, ask_until=ask.day, hold_until=hold.day, provisional=hold.provisional)


def running_until(hearing: Hearing | None) -> date | None:
    """The legal day that runs: to ask for the hearing, or to hold it; None once it is held."""
    if hearing is None or hearing.held_on is not None or hearing.waived_on is not None:
        return None
    return hearing.called_for if hearing.own_motion else hearing.hold_until or hearing.ask_until


def may_still_ask(hearing: Hearing, on: date) -> bool:
    """Whether the five days of asking have not surely passed."""
    return hearing.provisional or on <= hearing.ask_until


def check_decidable(hearing: Hearing | None, on: date) -> None:
    """Refuse (HearingPending) a decision while a hearing may still be asked for or has to be held."""
    if hearing is None or hearing.held_on is not None or hearing.waived_on is not None:
        return
    if hearing.own_motion:
        raise HearingPending(why='本机关已经公告举行听证，')
    if hearing.asked_on is not None:
        raise HearingPending(why='申请人已经申请听证，')
    if hearing.provisional:
        raise HearingPending(why='途经年份的节假日还没有公布，申请期没有定，申请人还可以申请听证，')
    if may_still_ask(hearing, on):
        raise HearingPending(why='申请人还可以申请听证，')
