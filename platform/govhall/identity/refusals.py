"""Why an identity can't be checked, or is asked for."""

from govhall.kernel.errors import Refused


class IdentityNotChecked(Refused):
    """Who applied online has been seen by nobody yet."""

    code = 'IDENTITY_NOT_CHECKED'
    status = 409
    sentence = '这件事是网上申报的，还没有核验身份，不能{act}。请申请人带证件到窗口，先办“核验身份”。'


class IdentityCheckedBefore(Refused):
    """The check stands already, or is not asked for."""

    code = 'IDENTITY_CHECKED_BEFORE'
    status = 409
    sentence = '这件事的身份已经核验过，或者不是网上申报的，不用再核验。'


class WayNotTheirs(Refused):
    """A person has no officer, and a firm does not come itself."""

    code = 'WAY_NOT_THEIRS'
    sentence = '请选择谁到场、看了什么证件。个人是本人或代办人，单位是法定代表人或经办人。'


class NumberDiffers(Refused):
    """The document that was seen is not that of the applicant."""

    code = 'NUMBER_DIFFERS'
    sentence = (
        '{what}的后四位和申报的不一样，没有记为已核验。请对照证件再输；申报时填错的，不能送达，请申请人重新申报。'
    )


class NoOnlineCase(Refused):
    """No case that came online to this hall has this number and this applicant; which is wrong is not said."""

    code = 'NO_ONLINE_CASE'
    sentence = '没有这样的网上申报，或者大厅还没有收件。请对照申请人的回执和证件，把编号和证件号码再输一次。'
