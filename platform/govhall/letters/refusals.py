"""What is refused of letters of authorisation."""

from govhall.kernel.errors import Refused


class ScanMissing(Refused):
    """A letter is entered with its scan."""

    code = 'SCAN_MISSING'
    sentence = '请上传授权书的扫描件（PDF、OFD 或照片）。'


class WithdrawalUnexplained(Refused):
    """A letter is withdrawn for a reason that stays with it."""

    code = 'WITHDRAWAL_UNEXPLAINED'
    sentence = '请写明为什么撤销，例如“调回原单位”“更换首席代表”。'


class WithdrawalDay(Refused):
    """The day of the withdrawal has passed, or lies behind the end of the letter."""

    code = 'WITHDRAWAL_DAY'
    sentence = '撤销日期要是今天或以后，并且在授权书到期以前。'


class TakerMissing(Refused):
    """Open cases hang on the letter, and somebody could take them."""

    code = 'TAKER_MISSING'
    sentence = '还有 {cases} 件没办完的件要靠这份授权书办，请选由谁接着办。'


class NobodyLeft(Refused):
    """Open cases hang on the letter, and nobody may decide some of them afterwards."""

    code = 'NOBODY_LEFT'
    status = 409
    sentence = (
        '撤销以后{matters}没有人能接着办（{cases} 件）。请先登记接手人的授权书；确实要撤，请勾选“知道没有人接手”。'
    )
