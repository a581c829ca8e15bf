"""The metadata of a file (元数据) as XML, after the groups of DA/T 85-2019."""

from xml.etree import ElementTree

from govhall.archive.label import Label
from govhall.archive.rules.retention import Retention
from govhall.casework.models import Case
from govhall.catalogue import selectors as catalogue

Group = dict[str, str]


def metadata(case: Case, label: Label) -> bytes:
    """The metadata of a closed case; dates are ISO 8601, empty elements say that there is nothing."""
    root = ElementTree.Element('政务服务事项归档信息包', 版本='1')
    for name, group in _groups(case, label).items():
        element = ElementTree.SubElement(root, name)
        for key, value in group.items():
            ElementTree.SubElement(element, key).text = value
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding='utf-8', xml_declaration=True)
    return text


def _groups(case: Case, label: Label) -> dict[str, Group]:
    matter, outcome, applicant = catalogue.matter(case.matter), case.outcome, case.applicant
    return {
        '件': {
            '档号': label.number,
            '题名': f'{matter.name}（{case.number}）',
            '年度': label.number.split('-')[1],
            '保管期限': Retention(label.retention).label,
            '归档时间': label.at.isoformat(),
        },
        '业务': {
            '办件编号': case.number,
            '事项编码': matter.code,
            '事项名称': matter.name,
            '申请人类型': '个人' if applicant.kind == 'person' else '单位',
            '申请人': applicant.name,
            '证件号码': applicant.id_number,
            '收件时间': case.received_at.isoformat(),
            '受理时间': case.accepted_at.isoformat() if case.accepted_at else '',
            '办结时间': outcome.at.isoformat() if outcome else '',
            '办理结果': outcome.kind if outcome else '',
            '送达时间': case.delivered_at.isoformat() if case.delivered_at else '',
        },
        '机构': {
            '归档大厅': label.hall_name,
            '归档大厅代码': label.hall,
            '实施主体': outcome.organ if outcome else '',
            '决定人': outcome.by if outcome else '',
        },
        '文件': {'事件数': str(case.event_count), '事件链末端': case.event_tip},
    }
