"""What the editor of matters refuses, in sentences."""

from govhall.kernel.errors import Refused


class NotYoursToChange(Refused):
    """Another hall keeps the matter."""

    code = 'NOT_YOURS_TO_CHANGE'
    status = 403
    sentence = '这个事项由设立它的大厅修改，本大厅只能查看。'


class NoOwnMattersHere(Refused):
    """Only centres of cities and counties set up matters themselves."""

    code = 'NO_OWN_MATTERS_HERE'
    status = 403
    sentence = '本级事项由市、县政务服务中心设立，本大厅不能新建。'


class MatterChanged(Refused):
    """A colleague has changed the matter since the page was opened; nothing of either is lost."""

    code = 'MATTER_CHANGED'
    status = 409
    sentence = '{who}刚改过这个事项，他的修改已经留下。您填的还在下面，看过没有冲突就再按一次保存。'


class MatterScheduled(Refused):
    """The draft waits for its day."""

    code = 'MATTER_SCHEDULED'
    status = 409
    sentence = '这些改动已定于 {day} 公布，要再改请先撤回公布。'


class MatterMovedOn(Refused):
    """Another version was published since the draft was begun."""

    code = 'MATTER_MOVED_ON'
    status = 409
    sentence = '目录里的这个事项在您修改期间有了新版本。请先看“历次改动”，再勾选“按我的草稿公布”。'


class NothingChanged(Refused):
    """The draft says what is published already."""

    code = 'NOTHING_CHANGED'
    sentence = '还没有改动，不用公布。'


class StartsInThePast(Refused):
    """A version can't begin, nor a matter end, in the past."""

    code = 'STARTS_IN_THE_PAST'
    sentence = '日期不能早于今天。'


class MatterTooLarge(Refused):
    """The entry would not fit into a message."""

    code = 'MATTER_TOO_LARGE'
    sentence = '内容太多，请删减材料或文字。'


class OnlyOwnMatters(Refused):
    """What the catalogue of the highest hall holds ends there, by its own procedure."""

    code = 'ONLY_OWN_MATTERS'
    status = 403
    sentence = '只有本级自己设立的事项可以在这里停办。'


class WithdrawnAlready(Refused):
    """The matter has ended."""

    code = 'WITHDRAWN_ALREADY'
    status = 409
    sentence = '这个事项没有公布，或者已经停办。'


class MaterialNeeded(Refused):
    """A field of the form asks for the material."""

    code = 'MATERIAL_NEEDED'
    sentence = '申请表的“{field}”要传这份材料，请先在申请表里改掉，再删除材料。'


class NoSuchMatterMaterial(Refused):
    """The matter has no such material."""

    code = 'NO_SUCH_MATTER_MATERIAL'
    status = 404
    sentence = '没有这份材料，请刷新页面。'


class GuideLacks(Refused):
    """The eight public fields are published together (八公开)."""

    code = 'GUIDE_LACKS'
    sentence = '公开内容不全，缺少：{fields}。八公开的内容填全了才能公布。'
