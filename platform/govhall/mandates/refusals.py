"""Why a mandate can't be used, recorded or withdrawn."""

from govhall.kernel.errors import Refused


class MandateNeeded(Refused):
    """Nobody acts for somebody else on their own word (民法典 §165)."""

    code = 'MANDATE_NEEDED'
    sentence = '替别人来办，要有委托：请选一份登记过的委托，或者收下授权委托书并打勾。'


class HelperNeedsMandate(Refused):
    """A liaison officer applies for somebody only under a mandate that was recorded."""

    code = 'HELPER_NEEDS_MANDATE'
    sentence = '帮办人员替群众申报，要先在“代办委托”里登记群众给您的委托，再在这里选上。'


class MandateUnknown(Refused):
    """The hall has no such mandate of this principal; which of the two is wrong is not said."""

    code = 'MANDATE_UNKNOWN'
    sentence = '没有这样编号的委托，或者不是这位申请人给的。请核对申请人的证件号码，再查一次登记过的委托。'


class MandateEnded(Refused):
    """The day is over."""

    code = 'MANDATE_ENDED'
    sentence = '这份委托到{until}为止，已经到期，不能再用。请申请人重新委托，收下新的授权委托书。'


class MandateNotBegun(Refused):
    """The first day is still to come."""

    code = 'MANDATE_NOT_BEGUN'
    sentence = '这份委托从{since}起才有效，现在不能用。'


class MandateWithdrawn(Refused):
    """The principal took it back."""

    code = 'MANDATE_WITHDRAWN'
    sentence = '这份委托已经撤回，不能再用。请申请人本人来办，或者重新委托。'


class MandateOutOfScope(Refused):
    """It is for other matters."""

    code = 'MANDATE_OUT_OF_SCOPE'
    sentence = '这份委托不包括这件事，不能用。请申请人另写授权委托书，写明这件事。'


class MandateOfAnother(Refused):
    """Somebody else stands at the counter."""

    code = 'MANDATE_OF_ANOTHER'
    sentence = '这份委托委托的不是这位代办人。请对照授权委托书，核对代办人的姓名和证件号码。'


class MandateDays(Refused):
    """A mandate has an end, and no mandate is for ever."""

    code = 'MANDATE_DAYS'
    sentence = '请写明委托到哪天为止：今天或以后，最长三年。没有写期限的授权委托书，请申请人补写。'


class MandateScope(Refused):
    """Either all matters, or some of them."""

    code = 'MANDATE_SCOPE'
    sentence = '请勾“全部事项”，或者选出委托办的事项，不要两样都选。'


class MandateOfOneself(Refused):
    """Principal and agent are two."""

    code = 'MANDATE_OF_ONESELF'
    sentence = '代办人和申请人的证件号码一样。本人来办不用委托。'


class MandateFileMissing(Refused):
    """The paper is kept with it."""

    code = 'MANDATE_FILE_MISSING'
    sentence = '请附上签好字的授权委托书，扫描或拍照都可以。'


class NoSuchMandate(Refused):
    """The hall has none, or the person may not see it."""

    code = 'NO_SUCH_MANDATE'
    status = 404
    sentence = '没有找到这份委托。请核对委托编号，或输入申请人证件号码的最后四到六位。'
