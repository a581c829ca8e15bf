"""试一试: some things to look at in the finished demo, with whom and where; each is looked at before it is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from deploy.demo.player.scene import WENT_WRONG, Cast
from deploy.demo.stage import Stage

AT_ONCE = 4
CENTRE = 'TJXZ0001'


@dataclass(frozen=True, slots=True)
class Try:
    """One thing to try: who signs in, the page of the hall, what stands there, and what one sees, in words."""

    hall: str
    duty: str
    path: str
    shows: tuple[str, ...]
    says: str


TRIES = (
    Try(
        CENTRE,
        'chief-TJLY',
        'worklist/?show=todo',
        ('待办', '林木采伐'),
        '林业局首席代表的待办：只有本局的件，急的在前',
    ),
    Try(
        CENTRE,
        'clerk',
        'worklist/?show=warned',
        ('已超',),
        '快到期和超期的件：哪个部门、超了几天',
    ),
    Try(
        CENTRE,
        'clerk',
        'online/',
        ('食品经营许可', '公共场所'),
        '网上申报：群众带材料照片交来的申请，等窗口收件',
    ),
    Try(
        CENTRE,
        'cashier',
        'fees/',
        ('缴款单', '金额'),
        '收费：有一张房产过户的缴款单等缴款，打开看登记费和工本费怎么算的；收款要填财政电子票据号，核定的人不能收',
    ),
    Try(
        CENTRE,
        'leader',
        'figures/?period=year',
        ('通江县', '近一年'),
        '县领导看一年：收件、办结、超期，乡镇各占多少',
    ),
    Try(CENTRE, 'leader', 'catalogue/', ('29', '31'), '进驻情况：29 个部门、31 个窗口，哪些事项进了中心'),
    Try(
        CENTRE,
        'leader',
        'catalogue/matters/TJXZ0001-0001/',
        ('银耳', '容缺'),
        '县里自己设立的事项：银耳耳堂奖补，材料、容缺、公开内容和历次改动',
    ),
    Try(
        CENTRE,
        'clerk',
        'licences/?state=before',
        ('食品经营许可证', '已延续', '系统上线以前发的'),
        '证照台账：上线以前发的食品经营许可证，一本已在窗口延续，点“办延续、变更等”给下一本办',
    ),
    Try(
        CENTRE,
        'supervisor',
        'register/?organ=115119212939259620',
        ('通江县林业局', '第'),
        '文号登记：各机关一年的文书，一个号一份，不缺号；可以只看一个机关的',
    ),
    Try(
        CENTRE,
        'deputy',
        'worklist/?show=sign',
        ('今天带班', '您替中心带班'),
        '急件待签发：今天带班的领导看到全中心快到期、只差签发的件；不带班的领导只看自己的',
    ),
    Try(
        'TJNS0001',
        'clerk',
        'counter/510500116000/',
        ('临时救助', '金额', '空白表格', '容缺'),
        '镇上收临时救助：一千元以下镇里定，以上报县里；空白表格、样表、容缺和承诺书都在材料旁边',
    ),
    Try(
        'TJNS0001',
        'clerk',
        'worklist/?show=todo',
        ('身份未核验',),
        '网上申报的：送达以前要在窗口（或村点）看证件，一件已核验，一件还没有，打开后办“核验身份”',
    ),
    Try(
        'TJNS0001',
        'clerk',
        'mandates/',
        ('代办委托', '全部事项', '已到期'),
        '代办委托：谁委托谁、到哪天；到期的一份收件时选不上，镇帮办上门登记的一份他可以凭它代群众申报',
    ),
    Try('BZSZ0001', 'leader', 'figures/?period=year', ('巴中市', '平昌县'), '市里看各县：流向图从村到省，数字点得下去'),
)


def look_at_all(cast: Cast, tries: tuple[Try, ...] = TRIES) -> list[str]:
    """Open each page as who it names; gives where it does not show what it promises."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [fault for fault in pool.map(lambda one: _fault(cast, one), tries) if fault]


def _fault(cast: Cast, one: Try) -> str:
    try:
        page = cast.person(one.hall, one.duty).get(one.path)
    except WENT_WRONG as wrong:
        return f'{one.path}（{one.duty}）：{wrong}'
    missing = [word for word in one.shows if word not in page.text]
    return f'{one.path}（{one.duty}）：页面上没有“{"”“".join(missing)}”' if missing else ''


def print_tries(stage: Stage, faults: list[str], console: Console, tries: tuple[Try, ...] = TRIES) -> None:
    """All of them, each with whom and where, then what is wrong with them."""
    console.print('\n[bold]试一试[/bold]（先登录，再打开地址）')
    for number, one in enumerate(tries, start=1):
        login, hall = stage.logins[one.hall, one.duty], stage.halls[one.hall]
        address = f'{stage.cell_of(one.hall).web}/h/{hall.slug}/{one.path}'
        console.print(f'{number:2}. {escape(one.says)}', highlight=False, soft_wrap=True)
        console.print(
            f'    {login.username}  {login.password}  {address}', highlight=False, markup=False, soft_wrap=True
        )
    for fault in faults:
        console.print(f'  [bold red]与“试一试”不符：[/bold red]{escape(fault)}', highlight=False)
