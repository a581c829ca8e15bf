"""Personal data as screens show it when the work does not need the whole (PIPL article 6, minimum necessary)."""

import re

from govhall.kernel.divisions import DIVISIONS

_WHOLE_ORGANISATION = 4
_LONGEST_DIVISION = max(map(len, DIVISIONS))
# 安宁市场经营部 is the stall of somebody called 安宁, not one of 安宁市.
_OTHER_WORDS = re.compile('市[场民政]|区[域块间]|旗舰')


# Legal forms and trade words that say nothing of who is behind them. A word is on the list only if no name can end in
# its beginning (商店: 王商's 店) and nobody is called like it (厂: 王建厂).
_FORMS = """
公司 有限公司 责任公司 有限责任公司 股份有限公司 集团有限公司 集团股份有限公司 集团公司 分公司 集团
合作社 专业合作社 联合社 供销社 信用社 家庭农场 合伙企业 普通合伙 有限合伙
(普通合伙) (有限合伙) （普通合伙） （有限合伙）
合伙企业(普通合伙) 合伙企业(有限合伙) 合伙企业（普通合伙） 合伙企业（有限合伙）
店 经营部 门市部 服务部 批发部 经销部 超市 工作室 农家乐 加工厂 制造厂 食品厂 家具厂 养殖场 采石场 种植园
餐馆 旅馆 宾馆 饭馆 诊所 事务所 律师事务所 幼儿园 学校 小学 中学 医院 卫生院 卫生室 敬老院
研究所 研究院 研究会 协会 学会 基金会 委员会 村民委员会 居民委员会 服务中心
"""
_FORM_AT_END = re.compile(rf'(?:{"|".join(map(re.escape, _FORMS.split()))})\Z')  # searched: the longest is found first


def mask_name(name: str) -> str:
    """张小明 -> 张**. A name of one character is hidden whole."""
    if len(name) < 2:
        return '*' * len(name)
    return name[0] + '*' * (len(name) - 1)


def mask_organisation(name: str) -> str:
    """通江县巴山茶业有限公司 -> 通江县****有限公司: only a known place and a known form stay, the rest may be a name.

    Shops bear their keeper's name at the beginning, in the middle or at the end; a short name is hidden whole.
    """
    if len(name) <= _WHOLE_ORGANISATION:
        return '*' * len(name)
    begin = _end_of_place(name)
    form = _FORM_AT_END.search(name, begin)
    end = form.start() if form else len(name)
    return name[:begin] + '*' * (end - begin) + name[end:]


def _end_of_place(name: str) -> int:
    """Where the province, city and county end with which the name begins."""
    end = 0
    while True:
        sizes = range(min(_LONGEST_DIVISION, len(name) - end), 1, -1)
        size = next((size for size in sizes if name[end : end + size] in DIVISIONS), 0)
        if not size or _OTHER_WORDS.match(name, end + size - 1):
            return end
        end += size


def mask_id_number(number: str) -> str:
    """First three and last four characters; one star for each hidden one. Fewer than eight are hidden whole."""
    return _middle_hidden(number)


def mask_phone(phone: str) -> str:
    """13812341234 -> 138****1234. Fewer than eight characters are hidden whole."""
    return _middle_hidden(phone)


def _middle_hidden(text: str) -> str:
    if len(text) < 8:
        return '*' * len(text)
    return text[:3] + '*' * (len(text) - 7) + text[-4:]
