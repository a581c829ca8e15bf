"""A clerk, an approver and a villager at their screens."""

import pytest
from playwright.sync_api import Page, Route, expect

from govhall.casework.acts.on_the_spot import decide_on_the_spot
from tenants.models import Person
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import at
from tests.builders.world import BIRTH, COUNTY, HYGIENE, ID_NUMBER, TOWNSHIP, World

pytestmark = pytest.mark.browser
PASSWORD = 'correct-horse-9'


def sign_in(page: Page, world: World, hall: str, *roles: Role) -> None:
    actor = world.person(hall, *roles, powers=['decide', 'submit', 'seal', 'coordinate', 'print'], password=PASSWORD)
    page.goto('/sign-in/')
    page.get_by_label('用户名').fill(Person.objects.get(pk=actor.person_id).username)
    page.get_by_label('密码').fill(PASSWORD)
    page.get_by_role('button', name='登录').click()


def fill_application(page: Page) -> None:
    page.get_by_label('姓名或单位名称').fill('张小明')
    page.get_by_label('证件号码或统一社会信用代码').fill(ID_NUMBER)
    for box in page.locator('#checklist input[type=checkbox]').all():
        box.check()


def test_from_sign_in_to_rating_at_one_counter(page: Page, world: World) -> None:
    sign_in(page, world, TOWNSHIP, Role.CLERK, Role.CHIEF)
    page.get_by_label('要办的事').fill('生育')
    expect(page.locator('#matters li')).to_have_count(1)
    page.get_by_role('link', name='生育登记').click()
    page.get_by_label('证件号码或统一社会信用代码').fill('110105194912310021')
    page.get_by_label('证件号码或统一社会信用代码').blur()
    expect(page.locator('#id-answer')).to_contain_text('最后一位应为 X')
    expect(page.locator('#missing')).to_contain_text('四川省生育登记表')
    fill_application(page)
    expect(page.locator('#missing')).to_contain_text('都齐了')
    page.keyboard.press('F6')  # 只收件
    expect(page.locator('#case')).to_have_attribute('data-state', 'received')
    page.get_by_role('button', name='当场办结').click()
    expect(page.locator('#case')).to_have_attribute('data-state', 'approved')
    page.get_by_role('button', name='送达').click()
    page.get_by_label('非常满意', exact=True).check()
    page.get_by_role('button', name='提交评价').click()
    expect(page.locator('#notice')).to_contain_text('评价已记下')


def test_what_is_typed_before_the_scripts_are_there_counts(page: Page, world: World) -> None:
    sign_in(page, world, TOWNSHIP, Role.CLERK, Role.CHIEF)
    held: list[Route] = []
    page.route('**/*htmx*.js', lambda route: held.append(route))  # playwright takes no method of a list
    page.reload(wait_until='commit')
    page.get_by_label('要办的事').fill('生育')
    page.wait_for_function('document.readyState === "interactive"')
    held.pop().continue_()
    expect(page.locator('#matters li')).to_have_count(1)


def test_from_the_worklist_to_the_decision(page: Page, world: World) -> None:
    world.receive(COUNTY, HYGIENE)
    sign_in(page, world, COUNTY, Role.APPROVER)
    page.get_by_role('link', name='全部待办').click()  # an approver begins at what waits for a decision
    page.locator('#worklist').get_by_role('link', name='办理').click()
    page.get_by_role('button', name='受理').click()
    expect(page.locator('#case')).to_have_attribute('data-state', 'accepted')
    page.locator('summary', has_text='不予许可').click()
    page.locator('#act-refuse').get_by_role('button').click()
    expect(page.locator('#act-refuse')).to_contain_text('请写明理由')
    page.locator('#refuse-reason').fill('卫生检测不合格')
    page.locator('#act-refuse').get_by_role('button').click()
    expect(page.locator('#case')).to_have_attribute('data-state', 'refused')


def test_the_box_of_a_case_stands_in_the_middle_of_its_row(page: Page, world: World) -> None:
    """Between two rows it would be ticked for the wrong case."""
    for _ in range(2):
        world.receive(COUNTY, HYGIENE)
    sign_in(page, world, COUNTY, Role.CLERK)
    page.goto(at(COUNTY, 'worklist/?show=todo'))
    off = page.evaluate("""() => [...document.querySelectorAll('#worklist td.tick input')].map(box => {
      const middle = one => { const place = one.getBoundingClientRect(); return place.top + place.height / 2; };
      return Math.abs(middle(box) - middle(box.closest('tr'))); })""")
    assert len(off) == 2 and max(off) < 4, off


def test_a_villager_asks_on_a_borrowed_telephone(page: Page, world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    page.set_viewport_size({'width': 390, 'height': 844})
    page.goto('/')
    page.get_by_role('link', name='查办件进度').click()
    page.get_by_label('办件编号').fill(case.number)
    page.get_by_label('查询码').fill(case.query_word)
    page.get_by_role('button', name='查询').click()
    expect(page.locator('#answer')).to_contain_text('您的材料已收下')
    assert case.number not in page.url
    assert page.evaluate('document.documentElement.scrollWidth') <= 390


def test_the_counter_works_without_javascript(plain_page: Page, world: World) -> None:
    sign_in(plain_page, world, TOWNSHIP, Role.CLERK, Role.CHIEF)
    plain_page.get_by_label('要办的事').fill('生育')
    plain_page.get_by_role('button', name='查找').click()
    plain_page.get_by_role('link', name='生育登记').click()
    plain_page.get_by_label('姓名或单位名称').fill('张小明')
    plain_page.get_by_label('证件号码或统一社会信用代码').fill('110105194912310021')
    plain_page.get_by_role('button', name='只收件').click()
    expect(plain_page.locator('#id-answer')).to_contain_text('最后一位应为 X')
    expect(plain_page.get_by_label('姓名或单位名称')).to_have_value('张小明')
    fill_application(plain_page)
    plain_page.get_by_role('button', name='收件并受理').click()
    expect(plain_page.locator('#case')).to_have_attribute('data-state', 'accepted')
    plain_page.locator('summary', has_text='撤回申请').click()
    plain_page.locator('#withdraw-reason').fill('申请人改变主意')
    plain_page.locator('#act-withdraw').get_by_role('button').click()
    expect(plain_page.locator('#case')).to_have_attribute('data-state', 'withdrawn')


@pytest.mark.parametrize('width', [390, 1366])
def test_no_page_is_wider_than_its_screen(page: Page, world: World, width: int) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    sign_in(page, world, TOWNSHIP, Role.CLERK, Role.CHIEF, Role.AGENT)
    page.set_viewport_size({'width': width, 'height': 768})
    paths = ['counter/', f'counter/{BIRTH}/', f'points/{BIRTH}/', 'worklist/', 'search/', f'cases/{case.uid}/']
    for path in paths:
        page.goto(at(TOWNSHIP, path))
        assert page.evaluate('document.documentElement.scrollWidth') <= width, path


def test_a_result_that_goes_by_post_asks_for_its_number(plain_page: Page, world: World) -> None:
    plain_page.set_default_timeout(60_000)
    desk, case = Desk.of_chief(world, TOWNSHIP), world.receive(TOWNSHIP, BIRTH)
    desk.do(decide_on_the_spot, case.uid)
    sign_in(plain_page, world, TOWNSHIP, Role.CLERK)
    plain_page.goto(at(TOWNSHIP, f'cases/{case.uid}/'))
    number, agreed = plain_page.locator('#deliver-reference'), plain_page.get_by_label('申请人同意电子送达')
    expect(number).to_be_hidden()
    plain_page.get_by_label('电子送达', exact=True).check()
    expect(agreed).to_be_visible()
    plain_page.get_by_label('邮寄送达').check()
    expect(agreed).to_be_hidden()
    expect(plain_page.locator('label[for=deliver-reference]')).to_have_text('邮件号', use_inner_text=True)
    plain_page.get_by_role('button', name='送达').click()
    expect(plain_page.locator('#act-deliver [role=alert]')).to_contain_text('请填写邮件号')
    number.fill('EMS1234567890')
    plain_page.get_by_role('button', name='送达').click()
    expect(plain_page.locator('main')).to_contain_text('EMS1234567890')
