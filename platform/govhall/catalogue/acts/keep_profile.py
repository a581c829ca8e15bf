"""Keeping what a hall says of itself: address, telephone, opening hours (办公时间)."""

import re
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.models import HallProfile
from govhall.catalogue.readers import MANAGERS
from govhall.kernel.errors import Refused
from govhall.kernel.opening_hours import OpeningHours, read_special, read_weekly, say_special, say_weekly
from govhall.kernel.typed import narrow
from tenants.audit import Action

FIGURE = re.compile('[0-9]')
FEWEST_FIGURES = 5  # 12345
LARGEST = 1_000_000  # square metres
KEPT = timedelta(days=366)  # special days that are longer over go
FIELDS = [
    Field(
        name='address',
        kind=FieldKind.LINE,
        label='地址',
        hint='写到门牌号，如“巴州区江北大道中段 28 号一楼”。',
        most=200,
        says='Where it is, with street and number.',
        needed=True,
        must=True,
    ),
    Field(
        name='way_there',
        kind=FieldKind.LINE,
        label='怎么去',
        aside='可以不填',
        hint='公交站、停车、无障碍入口。',
        most=200,
        says='How one gets there.',
    ),
    Field(
        name='telephone',
        kind=FieldKind.LINE,
        label='咨询电话',
        most=60,
        says='Telephone of the information desk.',
        needed=True,
        must=True,
    ),
    Field(
        name='floor_area',
        kind=FieldKind.WHOLE,
        label='大厅面积',
        aside='平方米，可以不填',
        least=1,
        most=LARGEST,
        says='Floor area in square metres.',
    ),
    Field(
        name='weekly',
        kind=FieldKind.PROSE,
        label='办公时间',
        hint='一行写一种，如“周一至周五 8:30-12:00 14:00-17:30”。没写的日子不开门，法定节假日自动休息。',
        most=2000,
        rows=4,
        says='Hours by weekday, a line for each kind, as typed on the page.',
        needed=True,
        must=True,
    ),
    Field(
        name='special',
        kind=FieldKind.PROSE,
        label='特别的日子',
        aside='没有就不填',
        hint='一行写一天或一段，如“2027-02-10至2027-02-16 休息 春节”“2027-02-14 9:00-12:00 值班”。',
        most=4000,
        rows=4,
        says='Days with hours of their own, a line for each day or range, as typed on the page.',
    ),
    Field(
        name='identity_first',
        kind=FieldKind.TICK,
        label='网上申报的，先核验身份再受理',
        hint='不勾的，可以先受理；送达结果以前都要核验。',
        says='Whether who applied online is seen before the application is accepted, and not only before delivery.',
    ),
]


class NoHours(Refused):
    """A hall that is never open would be found by nobody."""

    code = 'NO_HOURS'
    sentence = '办公时间至少要有一天开门。'


class NoTelephone(Refused):
    """A telephone number has figures."""

    code = 'NO_TELEPHONE'
    sentence = '咨询电话里没有号码，请写全，如“0827-5261234”。'


class ProfileChanged(Refused):
    """Somebody else changed it since the page was shown."""

    code = 'PROFILE_CHANGED'
    status = 409
    sentence = '这一页打开以后，别人改过大厅信息。您填的都还在，请对照现在的内容再保存。'


def keep_profile(*, hall: str, person_id: int, typed: dict[str, Any], version: int | None = None) -> HallProfile:
    """Put what was typed in the place of what stood there; one row a hall.

    Raises ProfileChanged, NoHours, NoTelephone, and what reading the hours raises (HoursUnreadable, …).
    """
    today = timezone.localdate()
    weekly = read_weekly(typed['weekly'])
    special = {day: found for day, found in read_special(typed.get('special') or '').items() if day >= today - KEPT}
    if not weekly:
        raise NoHours(field='weekly')
    if len(FIGURE.findall(narrow(typed['telephone']))) < FEWEST_FIGURES:
        raise NoTelephone(field='telephone')
    profile = HallProfile.objects.select_for_update().filter(hall_code=hall).first() or HallProfile(hall_code=hall)
    if version is not None and profile.version != version:
        raise ProfileChanged
    profile.address, profile.telephone = typed['address'], typed['telephone']
    profile.way_there, profile.floor_area = typed.get('way_there') or '', typed.get('floor_area')
    profile.hours, profile.identity_first = OpeningHours(weekly, special), bool(typed.get('identity_first'))
    profile.version, profile.changed_at, profile.changed_by = profile.version + 1, timezone.now(), person_id
    profile.save()
    return profile


def typed_of(profile: HallProfile | None) -> dict[str, Any]:
    """What stands in the fields of the page."""
    if profile is None:
        return {'version': HallProfile().version}
    return {
        'address': profile.address,
        'way_there': profile.way_there,
        'telephone': profile.telephone,
        'floor_area': profile.floor_area,
        'weekly': say_weekly(profile.hours.weekly),
        'special': say_special(_ahead(profile)),
        'identity_first': profile.identity_first,
        'version': profile.version,
    }


def _ahead(profile: HallProfile) -> dict[date, Any]:
    today = timezone.localdate()
    return {day: found for day, found in profile.hours.special.items() if day >= today}


def _do(posted: HallPosted) -> HallActDone:
    typed = dict(posted.data)
    version = typed.pop('version', None)
    profile = keep_profile(hall=posted.hall.code, person_id=posted.actor.person_id, typed=typed, version=version)
    hours = say_weekly(profile.hours.weekly).replace('\n', '；')
    return HallActDone(
        said='大厅信息已保存，群众马上能看到。',
        about=posted.hall.name,
        detail={'hours': hours, 'address': profile.address},
    )


ACT = register(
    HallAct(
        label='保存大厅信息',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=FIELDS,
        mutation='keep_profile',
        does='Keep address, telephone and opening hours of the hall. HOURS_UNREADABLE, SPECIAL_DAY_UNREADABLE, '
        'DAY_TWICE, HOURS_CROSS, TOO_MANY_LINES, NO_HOURS, NO_TELEPHONE.',
    )
)
