"""What each hall says of itself: its administrator fills in address, telephone and opening hours on the page."""

from concurrent.futures import ThreadPoolExecutor

from rich.console import Console
from rich.markup import escape

from deploy.demo.player.scene import WENT_WRONG, Cast

AT_ONCE = 4
STREETS = {
    'SCSZ0001': ('成都市高新区天府大道 966 号', '地铁 1 号线天府五街站'),
    'BZSZ0001': ('巴中市巴州区江北大道中段 28 号', '公交 8 路政务中心站'),
    'TJXZ0001': ('通江县诺江镇城南街 56 号一至三楼', '公交 1 路政务中心站，一楼有无障碍入口'),
    'TJSW0001': ('通江县诺江镇周子坪路 9 号', '县税务局一楼'),
    'TJSB0001': ('通江县诺江镇石牛嘴路 21 号', '县社保局一楼'),
    'PCXZ0001': ('平昌县同州街道新平街东段 88 号', '公交 3 路政务中心站'),
    'TJNS0001': ('通江县诺水河镇临江路 12 号', '镇车站对面'),
}
WEEKDAYS = '周一至周五 8:30-12:00 14:00-17:30'
SATURDAY = '\n周六 9:00-12:00'


def keep_profiles(cast: Cast, console: Console) -> list[str]:
    """Fill in the page of every hall, some at a time; gives what went wrong, by hall."""
    halls = [hall for hall, duty in cast.stage.logins if duty == 'administrator']
    with ThreadPoolExecutor(AT_ONCE) as pool:
        faults = [fault for fault in pool.map(lambda hall: _keep(cast, hall), halls) if fault]
    done = len(halls) - len(faults)
    console.print(f'大厅信息：{done} 个大厅的管理员填好了地址、电话和办公时间，群众在“找大厅”能看到', highlight=False)
    for fault in faults:
        console.print(f'  [bold red]没有按预期进行：[/bold red]{escape(fault)}', highlight=False)
    return faults


def _keep(cast: Cast, hall: str) -> str:
    place = cast.stage.halls[hall]
    street, way = STREETS.get(place.code, (f'{place.name.removesuffix("便民服务中心")}政府大院一楼', '镇政府旁'))
    typed: dict[str, str | list[str]] = {
        'address': street,
        'way_there': way,
        'telephone': f'0827-5{sum(place.code.encode()) % 9000 + 1000}12',
        'floor_area': '4200' if place.kind == 'county' else '260',
        'weekly': WEEKDAYS + (SATURDAY if place.kind != 'branch' else ''),
    }
    try:
        administrator = cast.person(hall, 'administrator')
        page = administrator.get('catalogue/profile/')
        after = administrator.submit(page, page.form('profile'), typed)
    except WENT_WRONG as wrong:
        return f'{place.name}：{wrong}'
    return '' if street in after.text else f'{place.name}：保存以后页面上没有地址'
