"""The public list of licences: granted ones only, on the day itself, with the name masked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.models import Case
from govhall.disclosure.models import PublishedDecision
from govhall.disclosure.selectors import NEWEST_FIRST
from govhall.documents.models import Notice
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.results import Validity
from govhall.look.templatetags.look import spaced
from tenants.context import hall_context
from tenants.selectors import hall_by_code
from tests.builders.desk import Desk
from tests.builders.screen import text
from tests.builders.world import COUNTY, DISABLED, HYGIENE, World


def decide(world: World, matter: str, *, approve: bool) -> str:
    desk, case = Desk.of_chief(world, COUNTY), world.receive(COUNTY, matter)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=approve, reason='' if approve else '不符合条件')
    return case.number


def test_article_40_a_granted_licence_is_public_on_the_day(world: World) -> None:
    number = decide(world, HYGIENE, approve=True)
    row = PublishedDecision.objects.get()
    assert (row.number, row.decided_on) == (number, timezone.localdate())
    page = text(Client().get('/published/'))
    assert '公共场所卫生许可' in page
    assert '通江县卫生健康局' in page
    assert '张小明' not in page
    assert '110105' not in page


def test_near_miss_a_refusal_and_a_benefit_are_not_published(world: World) -> None:
    decide(world, HYGIENE, approve=False)
    decide(world, DISABLED, approve=True)
    assert not PublishedDecision.objects.exists()
    assert '还没有公示' in text(Client().get('/published/'))


def test_a_long_list_has_pages_and_can_be_narrowed_to_a_hall(world: World) -> None:
    today = timezone.localdate()
    PublishedDecision.objects.bulk_create(
        PublishedDecision(
            number=f'N{row:05d}',
            hall=COUNTY if row % 2 else 'PCXZ0001',
            organ='某局',
            matter=HYGIENE,
            matter_name='公共场所卫生许可',
            applicant='张*',
            decided_on=today - timedelta(days=row // 10),
        )
        for row in range(NEWEST_FIRST.size + 5)
    )
    client = Client()
    first = client.get('/published/')
    assert first.content.decode().count('<tr>') == NEWEST_FIRST.size + 1
    second = client.get('/published/' + first.context['next'])
    assert second.content.decode().count('<tr>') == 6
    assert ('下一页' in text(first), '下一页' in text(second)) == (True, False)
    of_hall = text(client.get('/published/', {'hall': COUNTY}))
    assert '平昌县' not in of_hall and '许可结果公示：通江县' in of_hall
    assert client.get('/published/', {'hall': COUNTY * 2}).status_code == 404


def test_what_is_public_is_not_handed_out_as_a_file(world: World) -> None:
    answer = Client().get('/published/?as=xlsx')
    assert (answer.status_code, answer.headers['Content-Type'][:9], '导出' in text(answer)) == (200, 'text/html', False)
    assert Client().post('/published/').status_code == 405


def test_a_place_that_was_made_up_is_not_found(world: World) -> None:
    assert Client().get('/published/', {'after': 'yesterday'}).status_code == 404
    assert Client().get('/published/', {'after': '2026-01-01.x'}).status_code == 404


@pytest.mark.parametrize(
    ('kind', 'word'),
    [
        (CaseKind.CHANGE, '已变更'),
        (CaseKind.RENEW, '已延续'),
        (CaseKind.REISSUE, '已换发'),
        (CaseKind.CORRECT, '已换发'),
        (CaseKind.CANCEL, '已注销'),
        (CaseKind.REVOKE, '已撤销'),
    ],
)
def test_a_licence_that_another_case_followed_is_marked_as_verification_says(
    world: World, kind: CaseKind, word: str
) -> None:
    number = decide(world, HYGIENE, approve=True)
    assert shown(number) == {}
    desk = Desk.of_chief(world, COUNTY)
    following = desk.receive(world.application(HYGIENE, about=kind, first_number=number))
    desk.do(accept_case, following.uid)
    desk.do(decide_case, following.uid, approve=True, reason='核查属实')
    assert shown(number) == {'list': word, 'verification': word}
    assert shown(following.number) == {}


def test_a_licence_is_marked_from_the_day_after_its_last(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = decide(world, HYGIENE, approve=True)
    end = PublishedDecision.objects.get().valid_until
    assert end is not None
    for day, marked in ((end, {}), (end + timedelta(days=1), {'list': '已过期', 'verification': '已过期'})):
        monkeypatch.setattr(timezone, 'localdate', lambda *_, day=day: day)
        assert shown(number) == marked


def shown(number: str) -> dict[str, str]:
    """What the list and the verification of the decision's paper call the licence, where it is not simply valid."""
    page = Client().get('/published/').content.decode()
    row = next((part for part in page.split('<tr>') if spaced(number) in part), '')
    with hall_context(hall_by_code(COUNTY)):
        paper = Notice.objects.filter(case_uid__in=Case.objects.filter(number=number), code='A1').first()
    verified = Client().get(f'/verify/{COUNTY}{paper.proof}/').content.decode() if paper else ''
    words = {validity.label for validity in Validity} - {Validity.VALID.label}
    found = {'list': row, 'verification': verified}
    badge = re.compile(r'<span class="state [a-z]+">([^<]+)</span>')
    return {where: word for where, part in found.items() for word in badge.findall(part) if word in words}
