"""What a villager is told about an application that no window has received yet."""

from typing import NamedTuple

from django.utils import timezone

from govhall.applications.models import OnlineApplication
from govhall.applications.services.expiry import last_day
from govhall.casework.rules.states import State
from govhall.identity.words import to_bring
from govhall.look.days import say_day

MINE = '首页的“我的网上申报”'


class OnlineTracking(NamedTuple):
    """One sentence, what comes next, and what the applicant must do."""

    sentence: str
    then: str
    to_do: str


def online_tracking(application: OnlineApplication, hall: str) -> OnlineTracking:
    """About a draft, what waits for the window of the hall, or what it returned."""
    today = timezone.localdate()
    if application.state == State.SUBMITTED:
        by = f'{say_day(application.due, today=today)}前' if application.due else ''
        return OnlineTracking(
            f'您的申请已提交给{hall}，还没有收件。',
            f'{hall}{by}收件，或者告诉您哪里要改。提交后五个工作日内告诉您是否受理。',
            f'现在不用做什么。收件以后、领结果以前，请带{to_bring(application.applicant)}，'
            f'到{hall}窗口或村（社区）便民服务点核验一次身份。',
        )
    until = f'{say_day(last_day(application), today=today)}以前不提交，就自动删除。'
    if application.state == State.PRE_RETURNED:
        return OnlineTracking(
            f'您的申请{hall}退回来了，要改好再提交。', '', f'要改的：{application.reason}。请到{MINE}修改，{until}'
        )
    return OnlineTracking('您的申请还是草稿，没有提交。', '', f'请到{MINE}提交，{until}')
