"""Invented people and firms of a county, each with a number whose check digits are right."""

from datetime import date
from random import Random

from deploy.demo.player.applicants import credit_code, resident_id

SURNAMES = '李王张何罗陈杨赵吴周刘黄苟向岳熊冉蒲谢彭邓唐马任苏'
GIVEN = (
    *('秀英', '建国', '德明', '玉兰', '成林', '桂花', '光荣', '素珍', '永福', '小琴', '国强', '春梅', '天才', '明贵'),
    *('志刚', '秀芳', '大全', '晓燕', '文兵', '开菊', '仕华', '丽君', '正清', '雪梅', '绍云', '碧容', '海涛', '登科'),
)
TRADES = (
    *('副食店', '饭店', '酒家', '面馆', '茶楼', '宾馆', '理发店', '诊所', '药房', '五金店', '农资店', '养殖场'),
    *('种养专业合作社', '建材有限公司', '运输有限公司', '农业开发有限公司', '商贸有限公司', '建筑工程有限公司'),
)
SHOP_NAMES = (
    *('春来', '清泉', '顺风', '兴隆', '永盛', '巴山', '红叶', '诺水', '银耳'),
    *('宏发', '聚福', '天合', '民心', '康乐', '鑫源', '大地', '同心', '百顺'),
)
RELIGIOUS = ('观音寺', '白衣庵', '千佛寺', '文庙', '福音堂')


class Crowd:
    """Who comes: a person of an age, or a firm of a place."""

    def __init__(self, county: str, chance: Random) -> None:
        self._county, self._chance = county, chance

    def person(self, ages: tuple[int, int], today: date) -> dict[str, str]:
        """A person of that age today."""
        year = today.year - self._chance.randint(*ages)
        born = date(year, self._chance.randint(1, 11), self._chance.randint(1, 28))
        name = self._chance.choice(SURNAMES) + self._chance.choice(GIVEN)
        return self._told('person', name, resident_id(self._county, born))

    def firm(self, place: str, *, religious: bool = False) -> dict[str, str]:
        """A firm that is named after its place."""
        name = self._chance.choice(RELIGIOUS) if religious else self._chance.choice(SHOP_NAMES)
        trade = '管理委员会' if religious else self._chance.choice(TRADES)
        return self._told('organisation', f'{place}{name}{trade}', credit_code(self._county))

    def _told(self, kind: str, name: str, number: str) -> dict[str, str]:
        phone = f'1380827{self._chance.randrange(10_000):04d}'
        return {'kind': kind, 'name': name, 'id_number': number, 'phone': phone}
