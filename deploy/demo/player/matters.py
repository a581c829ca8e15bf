"""What administrators do about matters: the province hands out forms and samples, the county sets up one of its own."""

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from deploy.demo.player.blank_forms import forms_of, word_file
from deploy.demo.player.scene import CHINA, WENT_WRONG, Cast
from deploy.demo.topology import FORMS

PROVINCE, COUNTY = 'SCSZ0001', 'TJXZ0001'
# Matter, and the material that is its application form.
HANDED_OUT = {
    '510500116000': '510500116000-01',
    '510500115000': '510500115000-01',
    '510100107000': '510100107000-01',
    '510700106000': '510700106000-01',
    '510100103000': '510100103000-01',
}
OWN = f'{COUNTY}-0001'
MUSHROOM: dict[str, str | list[str]] = {
    'name': '通江银耳标准化耳堂建设奖补',
    'short_name': '银耳耳堂奖补',
    'organ': '11511921929283935A',
    'task_type': '05',
    'legal_basis': '《通江县银耳产业高质量发展扶持办法》第六条',
    'case_type': 'promised',
    'statutory_days': '30',
    'promised_days': '15',
    'applicants': '',
    'result': '奖补资金拨付通知',
    'everyday_words': '银耳补贴、耳堂补贴、种银耳的钱',
    'conditions': '在本县新建标准化耳堂 3 间以上，已经投产。',
    'procedure': '收件 → 受理 → 现场查看 → 公示 → 拨付',
    'duties': '核实耳堂数量和投产情况，公示后拨付。',
    'window': '农业农村窗口',
    'phone': '0827-7221234',
    'hours': '工作日 8:30—12:00，14:00—17:30',
}
PAPERS: tuple[dict[str, str | list[str]], ...] = (
    {
        'name': '奖补申请表',
        'form': '原件',
        'copies': '1',
        'required': 'on',
        'channel': 'applicant',
        'licence_grade': 'D',
    },
    {
        'name': '耳堂照片和平面图',
        'form': '电子件',
        'copies': '1',
        'required': 'on',
        'channel': 'applicant',
        'later_days': '5',
        'basis': '国发〔2022〕5号（容缺受理服务）',
    },
)


def matters_and_materials(cast: Cast, console: Console, folder: Path = FORMS) -> list[str]:
    """Upload and publish; gives what went wrong."""
    faults = []
    for what, do in (('空白表格和样表', _hand_out), ('县里自己的事项', _set_up)):
        try:
            console.print(f'{what}：{escape(do(cast, folder))}', highlight=False)
        except WENT_WRONG as wrong:
            faults.append(f'{what}：{wrong}')
            console.print(f'  [bold red]没有按预期进行：[/bold red]{escape(faults[-1])}', highlight=False)
    return faults


def _hand_out(cast: Cast, folder: Path) -> str:
    keeper, forms = cast.person(PROVINCE, 'administrator'), forms_of(folder)
    for matter, material in HANDED_OUT.items():
        page = keeper.get(f'catalogue/matters/{matter}/material/?material={material}')
        title = str(page.form('material').fields['name'].values[0])
        files = {
            name: (f'{title}.docx', word_file(title, forms[matter], filled=name == 'sample'))
            for name in ('blank', 'sample')
        }
        draft = keeper.submit(page, page.form('material'), {}, files=files)
        keeper.submit(draft, draft.form('publish'), {'day': _today()})
    return f'省中心给 {len(HANDED_OUT)} 件事的申请表配了空白表格和样表，各级窗口、村点和办事指南都能下载'


def _set_up(cast: Cast, folder: Path) -> str:
    administrator = cast.person(COUNTY, 'administrator')
    page = administrator.get('catalogue/matters/new/')
    draft = administrator.submit(page, page.form('about'), MUSHROOM)
    for paper in PAPERS:
        page = administrator.get(f'catalogue/matters/{OWN}/material/')
        draft = administrator.submit(page, page.form('material'), paper)
    administrator.submit(draft, draft.form('publish'), {'day': _today()})
    return f'通江县设立了“{MUSHROOM["name"]}”（{OWN}），几秒钟后各级大厅都能看到'


def _today() -> str:
    return datetime.now(UTC).astimezone(CHINA).date().isoformat()
