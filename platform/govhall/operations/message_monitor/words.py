"""What stands still on the road, in the words of those who must do something about it. Pure."""

from typing import NamedTuple

COMMAND = 'govhall replay'


class Trouble(NamedTuple):
    """What is wrong, what it means for the halls, and what to do; `command` for whoever looks after the server."""

    what: str
    meaning: str
    todo: str
    command: str = ''


TROUBLES = {
    'chains_broken': Trouble(
        '有办件的经过核对不符',
        '数据库里的记录和盖章文书、档案或相邻大厅记下的不一致，可能被人改过。',
        '请立即保全数据库和备份，由技术人员按手册“审计”一节查明。',
        'govhall check_chains --whole',
    ),
    'relay_silent': Trouble(
        '发送程序没有运行', '各大厅照常受理，报文在排队，一件不丢。', '请技术人员启动发送程序。', 'govhall run_relay'
    ),
    'intake_silent': Trouble(
        '接收程序没有运行', '别处发来的办件暂时收不到。', '请技术人员启动接收程序。', 'govhall run_intake'
    ),
    'line_down': Trouble(
        '连不上消息服务器（Kafka）', '各大厅照常受理，报文在排队，一件不丢。', '先看网络和消息服务器；恢复后自动继续。'
    ),
    'breaker_open': Trouble(
        '接收程序已自动暂停办件报文',
        '许多办件因同一个原因处理不了，问题多半在本机。报文都在，没有作废，系统会自己再试。',
        '把上面的原因代码交给技术人员；修好后自动继续。',
    ),
    'partition_stalled': Trouble('有一路报文曾停住', '接收程序已自动重新连接。', '反复出现时，请技术人员检查 Kafka。'),
    'order_broken': Trouble('发送次序出错', '对方会等齐再处理，不会办错。', '这是程序缺陷，请连同日志报告开发单位。'),
    'older_backup': Trouble(
        '数据库像是从旧备份恢复的', '为防止办错，收发都已停下。', '请技术人员按手册“备份”一节操作。', 'govhall restored'
    ),
    'restoring': Trouble(
        '恢复后的核对还没有完成', '核对完以前，受影响的办件不能作决定。', '等待；超过一小时请技术人员查看。'
    ),
    'outbox_old': Trouble(
        '有报文排队超过一分钟', '各大厅照常受理，线路恢复后自动发送。', '先看网络是否通；通而不发，请技术人员查看。'
    ),
    'receipts_behind': Trouble(
        '有报文十分钟没有收到回执', '对方可能停机，系统会自动补发。', '请电话询问对方是否正常。'
    ),
    'gap_old': Trouble(
        '有办件缺前一件报文超过十分钟', '后面的报文在等它，系统已向对方索要。', '请电话询问对方发送是否正常。'
    ),
    'streams_blocked': Trouble(
        '有办件的报文处理不了', '只停这几件，其他办件不受影响。', '按下表的原因处理，再重新处理。', COMMAND
    ),
    'streams_in_conflict': Trouble(
        '有办件两边说法不一', '对方可能恢复过旧备份。这几件已停下，不会办错。', '请与对方技术人员核对。'
    ),
    'records_quarantined': Trouble(
        '24 小时内有来路不明的报文被隔离', '它们没有生效，不影响任何办件。', '按下表的原因查来源。'
    ),
    'doubtful': Trouble('对方收到了本机没有的报文', '本机数据库可能丢了数据。', '请技术人员立即查看手册“备份”一节。'),
    'clock_wrong': Trouble(
        '服务器的时间不准',
        '与数据库相差两分钟以上；为防止记错日期，校准以前不能办理，只能查询。',
        '请技术人员校准服务器时间；准了以后一分钟内自动恢复。',
    ),
    'disk_low': Trouble(
        '服务器快存满了',
        '窗口照常办理；网上申报不再收文件，再少下去窗口也不能传文件。',
        '请技术人员腾出或增加存储空间。',
    ),
    'valkey_away': Trouble(
        '缓存（Valkey）连不上',
        '窗口照常办理，查询照常；盖章、统计等后台工作要等它恢复，一件不丢。',
        '请技术人员启动 Valkey。',
    ),
    'online_filling': Trouble(
        '网上申报的文件快到上限',
        '到上限以后，网上暂时不能再传文件；窗口照常。',
        '请各大厅尽快收件或退回；像是有人捣乱的，请技术人员查看日志。',
    ),
    'forms_set_aside': Trouble(
        '上级发来的申请表放在一边',
        '表里有本版本不认识的字段；这几件事现在按姓名和证件号收件，别的照常。',
        '请技术人员升级本节点；升级后自动启用，不用重发。是哪几件见“目录与进驻”的清理报告。',
    ),
    'items_aside': Trouble(
        '后台有几件事没有办成',
        '每件单独放在一边，其他的照常办；系统会自己再试，间隔越来越长。',
        '按下表的原因处理；修好后可以让它们马上再试。',
        'govhall set_aside --retry',
    ),
    'days_differ': Trouble('夜间对账有差异', '系统已自动补发，次夜再对。', '连续两夜不平，请技术人员查看。'),
}

# By the beginning of the reason, the first that fits.
REASONS = (
    ('gap', '缺前一件报文', '等前一件，系统会自动索要'),
    ('behind', '排在处理不了的报文后面', '前一件处理后自动继续'),
    ('quarantine_full', '隔离区满了，只记件数，不留原件', '查明来源；真的报文由对方自动补发'),
    ('full', '同一办件积压过多', '前一件到齐后，重新处理'),
    ('UnknownMessage', '对方程序比本机新', '升级本机程序，启动时自动继续'),
    ('NoHandler', '本机程序缺少这项功能', '升级本机程序，再重新处理'),
    ('UnknownKey', '一直没有等到对方的公钥', '核对对方是否已接入，再重新处理'),
    ('Untrusted', '签名或加密不对，可能是伪造', '查明来源；不要处理'),
    ('Unreadable', '格式不对或已损坏', '查明来源；由对方重新发送'),
    ('recipient_in_another_cell', '收件大厅不在本机', '核对大厅目录'),
    ('hall_not_in_directory', '收件大厅不在目录里', '核对大厅目录，再重新处理'),
    ('sender: hall_not_in_directory', '发件大厅不在目录里', '核对大厅目录，再重新处理'),
    ('Misattributed', '数字报到了别的大厅名下', '请对方核对'),
    ('UnknownArea', '区划代码不认识', '更新区划代码，再重新处理'),
)
OTHER = ('本机程序处理不了', '把原因代码交给技术人员，修好后重新处理')

TYPES = {
    'case.handed_over': '上报（移交）',
    'case.taken_over': '接办',
    'case.progressed': '办理进展',
    'case.requested': '请求',
    'case.answered': '答复',
    'case.consulted': '征求意见',
    'case.succeeded': '承接（撤并）',
    'case.concluded': '办结',
    'case.delivered': '送达',
    'attachment.piece': '材料附件',
}

# What background work is called, by its name in the schedule or as a command.
TASKS = {
    'casework.sweep_intake': '五日未告知，视为受理',
    'casework.sweep_renewals': '延续到期未决，视为准予',
    'casework.sweep_provisional': '按新日历重算时限',
    'casework.sweep_year': '按新日历重算时限',
    'casework.sweep_archive': '归档',
    'casework.sweep_online': '清理过期的网上草稿',
    'casework.sweep_uploads': '清理没有用到的上传',
    'casework.sweep_files': '传送材料文件',
    'casework.sweep_arrivals': '清理没有收全的文件',
    'casework.sweep_facts': '补报统计数据',
    'casework.sweep_papers': '制作文书',
    'check_archives': '检查档案',
    'check_chains': '检查办件事件链',
}
# By the class of what was raised or the code of the refusal.
ASIDE = {
    'FILES_MISSING': '补齐材料文件，或者从备份恢复',
    'FileNotFoundError': '从备份恢复存储里缺的文件',
    'ContentDamaged': '从备份恢复损坏的文件',
    'Unreadable': '从备份恢复损坏的内容，核对主密钥',
    'FileGone': '从备份恢复存储里缺的文书',
    'StorageFull': '给存储腾出空间',
    'StorageAway': '检查存储（govhall check_storage）',
}


def what_to_do(error: str, reason: str) -> str:
    """What somebody must do about an item that was set aside."""
    return ASIDE.get(reason) or ASIDE.get(error) or '把原因代码交给技术人员'


def explain(reason: str) -> tuple[str, str]:
    """What a reason means, and what to do."""
    return next(((what, todo) for start, what, todo in REASONS if reason.startswith(start)), OTHER)


def code_of(reason: str) -> str:
    """The reason's own code, where the words alone would not be enough for whoever mends it."""
    return reason if explain(reason) == OTHER else ''


def type_name(type_: str) -> str:
    """A kind of message in words; one of a newer release as 新种类."""
    if not type_:
        return '看不出'
    return TYPES.get(type_.rpartition('.')[0], '新种类')
