"""Steps that many stories share, so that each story reads as a list of what happens."""

from deploy.demo.player.scene import Expected
from deploy.demo.player.steps import Do


def deliver(hall: str) -> Do:
    """The hall of origin hands the result over."""
    return Do(hall=hall, duty='clerk', act='deliver', says='把结果交给申请人签收', becomes='delivered')


def rate(hall: str, grade: int, words: str = '') -> Do:
    """The applicant rates the service at the hall of origin (1 very satisfied to 5)."""
    grades = {1: '非常满意', 2: '满意', 3: '基本满意', 4: '不满意', 5: '非常不满意'}
    typed: dict[str, str | list[str]] = {'grade': str(grade), 'text': words}
    says = f'申请人评价：{grades[grade]}' + (f'（{words}）' if words else '')
    return Do(hall=hall, duty='clerk', act='rate', says=says, typed=typed, becomes='delivered')


def forward(hall: str, duty: str, says: str) -> Do:
    """The case goes upward."""
    return Do(hall=hall, duty=duty, act='forward', says=says)


def accept(hall: str, says: str = '材料齐全，受理') -> Do:
    """The clerk accepts the case."""
    return Do(hall=hall, duty='clerk', act='accept', says=says, becomes='accepted')


def approve(hall: str, says: str, duty: str = 'approver') -> Do:
    """Who may decide approves."""
    return Do(hall=hall, duty=duty, act='approve', says=says, becomes='approved')


def review(hall: str, opinion: str) -> Do:
    """The reviewer signs an opinion."""
    return Do(hall=hall, duty='reviewer', act='review', says=f'签署意见：{opinion}', typed={'opinion': opinion})


def decided(below: str, above: str, *, rating: int | None, outcome: str = 'approved') -> dict[str, Expected]:
    """Decided above, delivered and perhaps rated below."""
    return {
        below: Expected(
            state='delivered',
            custody='watching',
            outcome=outcome,
            outcome_hall=above,
            delivered=True,
            rating=rating,
        ),
        above: Expected(state='delivered', custody='held', outcome=outcome, outcome_hall=above, delivered=True),
    }


def decided_here(hall: str, *, rating: int | None, organ: str = '') -> dict[str, Expected]:
    """Received, decided, delivered and perhaps rated in one hall."""
    return {
        hall: Expected(
            state='delivered',
            custody='held',
            outcome='approved',
            outcome_hall=hall,
            delivered=True,
            rating=rating,
            organ=organ,
        )
    }
