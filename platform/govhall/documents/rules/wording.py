"""What stands on each paper, as typed data: stored with the notice, so that the same paper can be made again. Pure.

Sources: 行政许可法 §32 (receipt, correction, acceptance), §38 (reasons and remedies), §42 (extension), §44 (delivery),
§45 (special procedure), §69 (revocation), §70 (cancellation); 行政复议法 §20 (60 days), 行政诉讼法 §46 (6 months).
"""

from collections.abc import Callable

from govhall.documents.rules import papers
from govhall.documents.rules.content import Content, Facts, Parts
from govhall.documents.rules.hearing_papers import hearing_call, hearing_public, hearing_right
from govhall.documents.rules.papers import KINDS, title_of
from govhall.documents.rules.phrases import applied, before, by, case_rows, day, particulars, remedies
from govhall.documents.rules.result_papers import certificate, deemed_renewal, delivery


def compose(facts: Facts) -> Content:
    """The paper of these facts."""
    parts = WORDS[facts.code](facts)
    # A certificate is called by its own name, as people ask for it.
    named = facts.licence[0] if facts.code == papers.CERTIFICATE else ''
    return Content(
        organ=facts.organ,
        title=named or title_of(facts.code, facts.task_type),
        number=facts.number,
        date=day(facts.on),
        seal=KINDS[facts.code].seal,
        addressee=facts.applicant if parts.letter else '',
        paragraphs=parts.paragraphs,
        items=parts.items,
        rows=parts.rows,
        closing=parts.closing,
        signatures=parts.signatures,
    )


def _receipt(facts: Facts) -> Parts:
    # No silence accepts a case by a day that may still move (§32).
    lapse = '。' if facts.provisional else '；到期未告知的，自收件之日起即为受理。'
    until = f'{before(facts.due, facts)}告知是否受理{lapse}' if facts.due else ''
    rows = [*case_rows(facts), ('收件日期', day(facts.received_on)), ('收件大厅', facts.hall)]
    rows += facts.particulars
    rows += [('申请材料', '\n'.join(f'{name}：{mark}' for name, mark in facts.papers) or '无需材料')]
    rows += [('什么时候有答复', until), ('法律依据', facts.basis), ('收件人', facts.handler)]
    return Parts(letter=False, rows=tuple(row for row in rows if row[1]), signatures=('申请人签字',))


def _correction(facts: Facts) -> Parts:
    return Parts(
        paragraphs=(
            applied(facts) + '经审查，申请材料不齐全或者不符合法定形式。'
            f'{by(facts, "第三十二条第一款第四项")}现将需要补正的全部内容一次告知如下：',
        ),
        items=tuple(facts.missing),
        closing=(
            f'请将上述材料交到{facts.counter or facts.hall}。'
            '材料补齐之日起五个工作日内告知是否受理；在补正期间，办理时限暂停计算。',
            '本机关不再要求你（单位）补正上述以外的材料。',
        ),
    )


def _not_accepted(facts: Facts) -> Parts:
    sent_on = (f'该事项依法不属于本机关职权范围，请向有权机关{facts.competent}提出申请。',) if facts.competent else ()
    return Parts(
        paragraphs=(
            applied(facts) + '经审查，本机关决定不予受理。',
            f'理由：{facts.reason}',
            *sent_on,
            remedies(facts),
        )
    )


def _acceptance(facts: Facts) -> Parts:
    if facts.deemed:
        law = by(facts, '第三十二条第一款第四项')
        why = f'收到申请材料后五个工作日内未告知是否受理，{law}自收到申请材料之日起即为受理。'
    else:
        why = f'申请材料齐全、符合法定形式，{by(facts, "第三十二条第一款第五项")}本机关决定予以受理。'
    if facts.promised_days:
        when = f'本机关承诺自受理之日起 {facts.promised_days} 个工作日内办结'
        when += f'，即{before(facts.due, facts)}作出决定。' if facts.due else '。'
    else:
        when = '这件事当场办结或者受理当日办结。'
    word = f'查询码 {facts.query_word}' if facts.query_word else '收件凭证'
    look = f'查询办理进度请凭办件编号和{word}。'
    later = (
        (f'下列材料容缺受理，请按期补交，逾期不补的可以不予办理：{"；".join(facts.later)}。',) if facts.later else ()
    )
    return Parts(paragraphs=(applied(facts) + why, when + '依法不计入期限的时间另行书面告知。', *later, look))


def _supplement(facts: Facts) -> Parts:
    rows = [*case_rows(facts), ('收到补正材料', '\n'.join(facts.missing)), ('收到日期', day(facts.on))]
    rows += [('什么时候有答复', f'{before(facts.due, facts)}告知是否受理。' if facts.due else '')]
    return Parts(letter=False, rows=tuple(row for row in rows if row[1]), signatures=('申请人签字',))


def _approval(facts: Facts) -> Parts:
    licence = facts.task_type == papers.LICENCE
    if facts.ends_first:
        return Parts(
            paragraphs=(
                applied(facts) + f'经审查，{by(facts, "第七十条")}本机关决定准予注销（{facts.first}）。',
                _no_longer(licence=licence),
            )
        )
    if facts.deemed:
        return deemed_renewal(facts)
    what = '准予行政许可' if licence else '准予办理'
    return Parts(
        paragraphs=(
            applied(facts) + f'经审查，符合法定条件、标准。{by(facts, "第三十八条第一款")}本机关决定{what}。',
            f'设定依据：{facts.basis}。',
            *particulars(facts),
            '依法应当颁发许可证件的，自本决定作出之日起十个工作日内颁发、送达。'
            if licence
            else '办理结果由收件的大厅送达。',
        )
    )


def _refusal(facts: Facts) -> Parts:
    licence = facts.task_type == papers.LICENCE
    what = '不予行政许可' if licence else '不予办理'
    return Parts(
        paragraphs=(
            applied(facts) + f'经审查，{by(facts, "第三十八条第二款")}本机关决定{what}。',
            f'理由：{facts.reason}',
            remedies(facts),
        )
    )


def _no_longer(*, licence: bool) -> str:
    what = '原许可和许可证件' if licence else '原办理结果'
    return f'{what}自本决定作出之日起不再有效' + ('，请将证件交回本机关。' if licence else '。')


def _looked_into(facts: Facts) -> str:
    return f'本机关对你（单位）的“{facts.matter}”办理结果（{facts.first}）进行了核查。'


def _revocation(facts: Facts) -> Parts:
    return Parts(
        paragraphs=(
            _looked_into(facts) + f'{by(facts, "第六十九条")}本机关决定予以撤销。',
            f'理由：{facts.reason}',
            _no_longer(licence=facts.task_type == papers.LICENCE),
            remedies(facts),
        )
    )


def _upheld(facts: Facts) -> Parts:
    return Parts(
        paragraphs=(
            _looked_into(facts) + '经核查，本机关决定不予撤销，原办理结果继续有效。',
            f'理由：{facts.reason}',
        )
    )


def _special(facts: Facts) -> Parts:
    law = f'根据{facts.special}，' if facts.special else by(facts, '第四十五条')
    needed = f'{facts.procedure}所需时间为 {facts.days} 个工作日，'
    told = f'{law}{needed}不计算在办理期限内，现予告知。' if facts.stops else f'{needed}办理期限照常计算，现予告知。'
    return Parts(
        paragraphs=(applied(facts) + f'办理中依法需要进行{facts.procedure}。', told)
        + ((f'理由：{facts.reason}',) if facts.reason else ())
    )


def _extension(facts: Facts) -> Parts:
    until = f'，即{before(facts.due, facts)}作出决定' if facts.due else ''
    paragraph, head = ('二', '本级人民政府') if facts.joint else ('一', '本机关')
    return Parts(
        paragraphs=(
            applied(facts) + '在规定的期限内不能作出决定。',
            f'{by(facts, f"第四十二条第{paragraph}款")}经{head}负责人批准，办理期限延长 {facts.days} 个工作日{until}。',
            f'延长的理由：{facts.reason}',
        )
    )


def _withdrawal(facts: Facts) -> Parts:
    rows = [*case_rows(facts), ('收件日期', day(facts.received_on)), ('撤回日期', day(facts.on))]
    rows += [('撤回原因', facts.reason), ('办理结果', '申请已撤回，办理终止。需要时可以重新申请。')]
    return Parts(letter=False, rows=tuple(row for row in rows if row[1]), signatures=('申请人签字',))


def _termination(facts: Facts) -> Parts:
    return Parts(
        paragraphs=(
            applied(facts) + '因下列情形不能继续办理，本机关决定终止办理。',
            f'理由：{facts.reason}',
            '需要时可以重新申请，已经交过的材料不用再交。',
            remedies(facts),
        )
    )


def _transfer(facts: Facts) -> Parts:
    rows = [*case_rows(facts), ('转往', facts.competent), ('转办日期', day(facts.on)), ('原因', facts.reason)]
    rows += [('接着怎样', '材料已一并转去，不用重新提交；由接收的大厅联系您。')]
    return Parts(letter=False, rows=tuple(row for row in rows if row[1]), signatures=('申请人签字',))


WORDS: dict[str, Callable[[Facts], Parts]] = {
    papers.RECEIPT: _receipt,
    papers.CORRECTION: _correction,
    papers.NOT_ACCEPTED: _not_accepted,
    papers.ACCEPTANCE: _acceptance,
    papers.SUPPLEMENT: _supplement,
    papers.REFUSAL: _refusal,
    papers.SPECIAL: _special,
    papers.DELIVERY: delivery,
    papers.APPROVAL: _approval,
    papers.EXTENSION: _extension,
    papers.WITHDRAWAL: _withdrawal,
    papers.HEARING_RIGHT: hearing_right,
    papers.HEARING_CALL: hearing_call,
    papers.HEARING_PUBLIC: hearing_public,
    papers.TRANSFER: _transfer,
    papers.CERTIFICATE: certificate,
    papers.REVOCATION: _revocation,
    papers.UPHELD: _upheld,
    papers.TERMINATION: _termination,
}
