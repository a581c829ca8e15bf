"""The papers of a hearing (行政许可法 §46-48): the right to it, the notice, and the public announcement. Pure."""

from govhall.documents.rules.content import Facts, Parts
from govhall.documents.rules.phrases import applied, before, by, day


def hearing_right(facts: Facts) -> Parts:
    """Applicant and interested parties may ask for a hearing (§47)."""
    last = before(facts.until, facts) if facts.until else '五个工作日内'
    return Parts(
        paragraphs=(
            applied(facts) + f'{by(facts, "第四十六条、第四十七条")}你（单位）依法享有要求听证的权利。',
            f'要求听证的，应当在{last}向本机关提出；逾期未提出的，视为放弃。听证不收取费用。',
            *_to_parties(facts),
        )
    )


def hearing_call(facts: Facts) -> Parts:
    """When, where and before whom it is held (§48)."""
    when = (day(facts.held_on) if facts.held_on else '') + facts.hour
    where = f'在{facts.place}' if facts.place else ''
    return Parts(
        paragraphs=(
            applied(facts) + f'{_asked(facts)}{by(facts, "第四十八条")}本机关定于{when}{where}举行听证。',
            f'听证主持人：{facts.host}。认为主持人与本事项有直接利害关系的，有权申请回避。',
            '请携带本通知书和身份证件参加，可以提出证据，进行申辩和质证。',
            *_to_parties(facts),
        )
    )


def _to_parties(facts: Facts) -> tuple[str, ...]:
    """The interested parties are told by the same paper (§47)."""
    return (f'本件同时送达利害关系人：{"、".join(facts.parties)}，他们享有同样的权利。',) if facts.parties else ()


def _asked(facts: Facts) -> str:
    asked = {'organ': '本机关认为本事项涉及公共利益、需要听证，', 'party': '应利害关系人的要求，'}
    return asked.get(facts.asker, '应你（单位）的要求，')


def hearing_public(facts: Facts) -> Parts:
    """The announcement of a hearing of the organ's own motion (§46); it names no applicant."""
    when = (day(facts.held_on) if facts.held_on else '') + facts.hour
    return Parts(
        letter=False,
        paragraphs=(
            f'本机关正在审查“{facts.matter}”申请（办件编号 {facts.case}）。'
            f'{by(facts, "第四十六条")}本机关决定举行听证，现予公告。',
            f'理由：{facts.reason}',
            f'听证时间：{when}。听证地点：{facts.place}。听证主持人：{facts.host}。听证公开举行。',
            f'与本事项有利害关系、要求参加听证的，请在听证举行前向{facts.hall}登记。',
        ),
    )
