"""What is refused of leave and duty."""

from govhall.kernel.errors import Refused


class WrongDays(Refused):
    """The days are no stretch of days, too long ago or too many."""

    code = 'WRONG_DAYS'
    sentence = '最后一天不能早于第一天；一次最多登记 366 天，最多补登 31 天以前的。'


class NotHere(Refused):
    """The person does not work in the hall on these days."""

    code = 'NOT_HERE_THEN'
    sentence = '这个人这几天不在本大厅工作，请从名单里另选一位。'


class OtherDepartment(Refused):
    """A chief representative notes leave of the own department's people."""

    code = 'OTHER_DEPARTMENT'
    status = 403
    sentence = '首席代表只登记本部门人员；别的部门请由管理员登记。'


class NobodyStandsIn(Refused):
    """Leave names who stands in (B岗), and absence does not."""

    code = 'NOBODY_STANDS_IN'
    sentence = '请假要写明代班人（B岗），请选一位这几天在岗的同事。'


class StandsInForOneself(Refused):
    """Somebody else has to stand in."""

    code = 'STANDS_IN_FOR_ONESELF'
    sentence = '代班人不能是请假的本人，请另选一位同事。'


class SubstituteAway(Refused):
    """Who should stand in is away on one of the days."""

    code = 'SUBSTITUTE_AWAY'
    sentence = '这位同事 {first} 到 {last} 也不在，请另选一位，或者改日期。'


class StandsInAlready(Refused):
    """Who wants to be away stands in for somebody on these days."""

    code = 'STANDS_IN_ALREADY'
    status = 409
    sentence = '请假的人 {first} 到 {last} 正替同事代班，请先给那位同事换代班人，或者改日期。'


class LettersMissing(Refused):
    """Who should stand in may not decide what waits for who is away."""

    code = 'LETTERS_MISSING'
    sentence = '这位同事没有{matters}的授权（{powers}），代不了班。请另选一位，或者先登记授权书。'


class AwayAlready(Refused):
    """Leave of the same person covers one of the days."""

    code = 'AWAY_ALREADY'
    status = 409
    sentence = '这个人 {first} 到 {last} 已经登记了请假，请改日期，或者先给那一次销假。'


class BackAlready(Refused):
    """The leave has ended, or has been cut short."""

    code = 'BACK_ALREADY'
    status = 409
    sentence = '这次请假已经结束，不用再销假。'


class BackWhen(Refused):
    """The day of coming back lies outside the leave."""

    code = 'BACK_WHEN'
    sentence = '回来上班的日期要在 {first} 到 {last} 之间；没有请成，就填第一天。'


class UnknownLeave(Refused):
    """No leave of the hall has this number."""

    code = 'UNKNOWN_LEAVE'
    status = 404
    sentence = '没有这次请假，请刷新页面再看。'


class NoLeader(Refused):
    """Leaders and chief representatives lead."""

    code = 'NO_LEADER'
    sentence = '带班的要是领导或者首席代表，请另选一位。'


class OnDutyAlready(Refused):
    """Somebody leads for the department on one of the days."""

    code = 'ON_DUTY_ALREADY'
    status = 409
    sentence = '{first} 到 {last} 已经排了带班，请改日期，或者先撤下那一班。'


class UnknownShift(Refused):
    """No shift of the hall has this number."""

    code = 'UNKNOWN_SHIFT'
    status = 404
    sentence = '没有这一班，请刷新页面再看。'


class ShiftOver(Refused):
    """What was is not changed."""

    code = 'SHIFT_OVER'
    status = 409
    sentence = '这一班已经开始，不能撤下，留作记录。'


class WrongNotice(Refused):
    """The notice has no number, or comes from the future."""

    code = 'WRONG_NOTICE'
    sentence = '请填部门书面通知的文号和收到的日期；日期不能晚于今天。'


class NoticeTooShort(Refused):
    """Seven working days have not passed since the notice."""

    code = 'NOTICE_TOO_SHORT'
    sentence = '更换窗口人员要提前七个工作日书面通知，最早从 {first} 起（要晚于今天）。'


class NotSentByDepartment(Refused):
    """Who leaves a window works here, sent by a department."""

    code = 'NOT_SENT_BY_DEPARTMENT'
    sentence = '只登记部门派来、现在在本大厅工作的人，请另选一位。'


class SuccessorUnfit(Refused):
    """The successor works here on the day, sent by the same department."""

    code = 'SUCCESSOR_UNFIT'
    sentence = '接替的人要是同一个部门派来的另一位，并且更换那天已在本大厅工作。没有账号的请先开设账号。'


class ChangedAlready(Refused):
    """A change of the same person lies ahead."""

    code = 'CHANGED_ALREADY'
    status = 409
    sentence = '这个人已经登记了更换，要改请先撤回那一次。'


class UnknownChange(Refused):
    """No change of the hall has this number, or it was taken back."""

    code = 'UNKNOWN_CHANGE'
    status = 404
    sentence = '没有这次更换，或者已经撤回，请刷新页面再看。'


class ChangeBegan(Refused):
    """What has taken effect stays."""

    code = 'CHANGE_BEGAN'
    status = 409
    sentence = '这次更换已经生效，不能撤回。要让他再上岗，请在“账号”里改停用日期。'


class TrainingDay(Refused):
    """The day lies too far away, or nothing is said of what it is about."""

    code = 'TRAINING_DAY'
    sentence = '请写明培训的主题；日期最多补登 31 天以前的，最多提前一年登记。'


class UnknownTraining(Refused):
    """No training of the hall has this number."""

    code = 'UNKNOWN_TRAINING'
    status = 404
    sentence = '没有这次培训，请刷新页面再看。'


class TrainingHeld(Refused):
    """Who came is on record."""

    code = 'TRAINING_HELD'
    status = 409
    sentence = '这次培训已经有人到场，留作记录，不能撤销。'


class NotThatDay(Refused):
    """One signs in on the day itself, and notes others on it or afterwards."""

    code = 'NOT_THAT_DAY'
    status = 409
    sentence = '这次培训是 {day}：签到要在当天，补记要在当天或以后。'


class CameAlready(Refused):
    """The person is on the list."""

    code = 'CAME_ALREADY'
    status = 409
    sentence = '您已经签到了，不用再签。'


class NobodyNamed(Refused):
    """Somebody must be ticked who worked in the hall on that day."""

    code = 'NOBODY_NAMED'
    sentence = '请勾选到场的人；只能记那天在本大厅工作的人。'
