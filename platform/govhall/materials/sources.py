"""Where a material comes from (来源渠道), and the grades of trust of electronic licences. Pure."""

from federation.contracts.catalogue import Material

CHANNELS = {'applicant': '申请人自备', 'government': '政府部门核发', 'other': '其他'}
# 国办函〔2016〕108号, on the grades of information in the licence store (信息分级).
GRADES = {
    'A': 'A 级：发证机关的电子证照，直接使用',
    'B': 'B 级：窗口核验过的，重复使用',
    'C': 'C 级：自己上传的，窗口核验原件后使用',
    'D': 'D 级：自己做的，承诺真实后使用',
}


def say_source(material: Material) -> str:
    """政府部门核发（公安机关）; only who issues it where the channel is not said."""
    channel = CHANNELS.get(material.channel, '')
    if channel and material.source and material.source != channel:
        return f'{channel}（{material.source}）'
    return channel or material.source


def say_grade(material: Material) -> str:
    """What an electronic licence of the grade is used for; empty where none serves."""
    return GRADES.get(material.licence_grade, '')
