"""The papers that hand a result over: the certificate, its service, and a renewal that the law grants. Pure."""

from govhall.documents.rules.content import Facts, Parts
from govhall.documents.rules.phrases import applied, by, case_rows, day
from govhall.documents.rules.service import REFERENCES, SIGNERS, WayOfService


def deemed_renewal(facts: Facts) -> Parts:
    """A renewal that the law grants (§50)."""
    until = f'有效期延续至{day(facts.valid_until)}。' if facts.valid_until else ''
    return Parts(
        paragraphs=(
            applied(facts) + '有效期届满前没有作出是否准予延续的决定，'
            f'{by(facts, "第五十条第二款")}视为准予延续（{facts.first}）。',
            until + f'设定依据：{facts.basis}。',
        )
    )


def delivery(facts: Facts) -> Parts:
    """What was served, how, and who signs (送达回证)."""
    way = WayOfService(facts.served[0] or WayOfService.DIRECT)
    rows = [*case_rows(facts), ('送达文书', '\n'.join(facts.delivered) or '办理结果（没有单独的文书）')]
    rows += [('送达地点', facts.hall), ('送达方式', way.label), (REFERENCES.get(way, ''), facts.served[1])]
    rows += [('送达日期', day(facts.on)), ('送达人', facts.handler)]
    return Parts(letter=False, rows=tuple(row for row in rows if row[1]), signatures=SIGNERS.get(way, ()))


def certificate(facts: Facts) -> Parts:
    """The certificate of a grant."""
    name, number = facts.licence
    until = day(facts.valid_until) if facts.valid_until else '长期'
    rows = [('证件名称', name), ('证件编号', number), ('持有人', facts.applicant), ('证件号码', facts.id_shown)]
    rows += [('办理事项', facts.matter), *facts.particulars, ('准予内容', facts.words)]
    rows += [('设定依据', facts.basis), ('办件编号', facts.case), ('接续', facts.first)]
    rows += [('发证机关', facts.organ), ('发证日期', day(facts.on)), ('有效期至', until), ('制证人', facts.handler)]
    return Parts(letter=False, rows=tuple(row for row in rows if row[1]))
