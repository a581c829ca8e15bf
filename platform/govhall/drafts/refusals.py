"""What the life of a draft refuses, in sentences; `what` is what the editor calls the thing."""

from govhall.kernel.errors import Refused


class NotYoursToChange(Refused):
    """Another hall keeps it."""

    code = 'NOT_YOURS_TO_CHANGE'
    status = 403
    sentence = '{what}由设立事项的大厅修改，本大厅只能查看。'


class DraftChanged(Refused):
    """A colleague has changed it since the page was opened; nothing of either is lost."""

    code = 'DRAFT_CHANGED'
    status = 409
    sentence = '{who}刚改过{what}，他的修改已经留下。您填的还在下面，看过没有冲突就再按一次保存。'


class DraftScheduled(Refused):
    """The draft waits for its day."""

    code = 'DRAFT_SCHEDULED'
    status = 409
    sentence = '{what}已定于 {day} 公布，要再改请先撤回公布。'


class DraftMovedOn(Refused):
    """Another version was published since the draft was begun."""

    code = 'DRAFT_MOVED_ON'
    status = 409
    sentence = '目录里的{what}在您修改期间有了新版本。请先看页面上的不同，再勾选“按我的草稿公布”。'


class NothingToPublish(Refused):
    """The draft says what is published already."""

    code = 'NOTHING_TO_PUBLISH'
    sentence = '还没有改动，不用公布。'


class StartsInThePast(Refused):
    """A version can't begin, nor a matter end, in the past."""

    code = 'STARTS_IN_THE_PAST'
    sentence = '日期不能早于今天。'
