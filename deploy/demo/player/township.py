"""What a township decides itself: on the spot, in the name of the county's organ, and what an agent carried there."""

from datetime import date

from deploy.demo.player.acts import accept, approve, decided_here, deliver, rate
from deploy.demo.player.applicants import Applicant
from deploy.demo.player.scene import Story
from deploy.demo.player.steps import Do, See, TakePapers

NUOSHUIHE, QINGYU, FUYANG = 'TJNS0001', 'TJQY0001', 'TJFY0001'
TONGJIANG = '511921'

ON_THE_SPOT = Story(
    'point_on_the_spot',
    '村上收件，镇上当场办结：老年人优待证',
    [
        TakePapers(
            hall=NUOSHUIHE,
            duty='agent',
            matter='512000101000',
            applicant=Applicant('何秀英', TONGJIANG, date(1955, 3, 12)),
            says='在村便民服务点收下何秀英的优待证材料',
        ),
        Do(hall=NUOSHUIHE, duty='chief', act='on-the-spot', says='核对年龄和身份，当场办结', becomes='approved'),
        deliver(NUOSHUIHE),
        rate(NUOSHUIHE, 1),
    ],
    decided_here(NUOSHUIHE, rating=1),
)

ENTRUSTED = Story(
    'entrusted',
    '委托办理：镇上以县市场监管局名义登记个体工商户',
    [
        TakePapers(
            hall=QINGYU,
            matter='510700106000',
            applicant=Applicant('罗建国', TONGJIANG, date(1988, 7, 5)),
            says='收下罗建国的个体工商户设立登记材料',
        ),
        Do(hall=QINGYU, duty='chief', act='on-the-spot', says='依委托书当场登记', becomes='approved'),
        See(hall=QINGYU, duty='clerk', words='通江县市场监督管理局', says='看到决定以通江县市场监督管理局名义作出'),
        deliver(QINGYU),
        rate(QINGYU, 1),
    ],
    decided_here(QINGYU, rating=1, organ='通江县市场监督管理局'),
)

BY_AGENT = Story(
    'carried_by_agent',
    '代办：村上没有收件权，时限自镇上收件起算',
    [
        TakePapers(
            hall=FUYANG,
            duty='agent',
            matter='510100103000',
            applicant=Applicant('杜成林', TONGJIANG, date(1971, 11, 23)),
            says='受杜成林委托代办宅基地申请，未收件',
            becomes='entrusted',
        ),
        See(hall=FUYANG, duty='clerk', words='未收件', says='看到这件是代办，时限还没有开始'),
        Do(hall=FUYANG, duty='clerk', act='receive', says='核对材料，收件，时限开始', becomes='received'),
        accept(FUYANG),
        approve(FUYANG, '实地核对后准予', duty='chief'),
        deliver(FUYANG),
        rate(FUYANG, 2),
    ],
    decided_here(FUYANG, rating=2),
)
