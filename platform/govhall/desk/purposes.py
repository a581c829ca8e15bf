"""Why somebody looks at the whole of a person's data (PIPL article 6: a clear purpose, no more than it needs)."""

from enum import StrEnum

from govhall.kernel.errors import Refused


class Purpose(StrEnum):
    """What the data are looked at for; stands in the event."""

    VERIFY = 'verify'
    CONTACT = 'contact'
    DOCUMENT = 'document'
    ANSWER = 'answer'
    INSPECT = 'inspect'
    RECEIPT = 'receipt'
    ORDER = 'order'
    PAPER = 'paper'
    ONLINE = 'online'

    @property
    def label(self) -> str:
        """The purpose on screen."""
        return LABELS[self]


LABELS = {
    Purpose.VERIFY: '核对身份和材料',
    Purpose.CONTACT: '联系申请人',
    Purpose.DOCUMENT: '制作或送达文书',
    Purpose.ANSWER: '答复申请人本人的查询',
    Purpose.INSPECT: '监督检查、核查投诉',
    Purpose.RECEIPT: '打印收件凭证',
    Purpose.ORDER: '打印缴款单',
    Purpose.PAPER: '下载文书',
    Purpose.ONLINE: '查看网上申报的材料',
}
CHOSEN = (  # printouts and papers name their own
    Purpose.VERIFY,
    Purpose.CONTACT,
    Purpose.DOCUMENT,
    Purpose.ANSWER,
    Purpose.INSPECT,
)


class PurposeMissing(Refused):
    """Nobody looks without saying what for."""

    code = 'PURPOSE_MISSING'
    sentence = '请先选择查看完整信息的用途。'


def chosen_purpose(word: str) -> Purpose:
    """The purpose that a person chose. Raises PurposeMissing for none or an unknown one."""
    if word not in CHOSEN:
        raise PurposeMissing(field='purpose')
    return Purpose(word)
