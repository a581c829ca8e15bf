"""What the editor of matters refuses, in sentences."""

from govhall.kernel.errors import Refused


class NoOwnMattersHere(Refused):
    """Only centres of cities and counties set up matters themselves."""

    code = 'NO_OWN_MATTERS_HERE'
    status = 403
    sentence = '本级事项由市、县政务服务中心设立，本大厅不能新建。'


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
