"""At the county: its own counter, a correction asked of a case from below, a refusal with its reasons."""

from deploy.demo.player.acts import accept, approve, decided, decided_here, deliver, forward, rate
from deploy.demo.player.applicants import Applicant
from deploy.demo.player.scene import Story
from deploy.demo.player.steps import Do, See, TakePapers

COUNTY, SIMA, BAIYI = 'PCXZ0001', 'PCSM0001', 'PCBY0001'
PINGCHANG = '511923'
MISSING_PAPER = '510100108000-03'
HYGIENE, FOOD = '510100108000', '510100107000'
WHY_NOT = '经营场所距离污染源不足二十五米，不符合《食品安全法》第三十三条第一款第一项'

OWN_COUNTER = Story(
    'own_counter',
    '县中心自己的窗口：公共场所卫生许可',
    [
        TakePapers(
            hall=COUNTY,
            matter=HYGIENE,
            applicant=Applicant('平昌县江口宾馆', PINGCHANG),
            says='收下江口宾馆的公共场所卫生许可材料',
        ),
        accept(COUNTY),
        approve(COUNTY, '检测合格，准予许可'),
        deliver(COUNTY),
        rate(COUNTY, 2),
    ],
    decided_here(COUNTY, rating=2),
)

CORRECTED = Story(
    'correction',
    '补正：县里一次性告知缺件，申请人在镇上补齐',
    [
        TakePapers(
            hall=SIMA,
            matter=HYGIENE,
            applicant=Applicant('平昌县驷马镇清泉浴室', PINGCHANG),
            missing=frozenset({MISSING_PAPER}),
            says='收下清泉浴室的卫生许可材料，缺一份',
        ),
        forward(SIMA, 'clerk', '代收，把材料转交县里'),
        Do(
            hall=COUNTY,
            duty='clerk',
            act='correction',
            typed={'papers': [MISSING_PAPER]},
            says='一次性告知需要补正的材料，时限暂停',
            becomes='correcting',
        ),
        Do(
            hall=SIMA,
            duty='clerk',
            act='supply',
            typed={'papers': [MISSING_PAPER]},
            when='correcting',
            says='收下申请人补来的材料，送往县里',
        ),
        See(hall=COUNTY, duty='clerk', state='received', says='收到补正材料，五个工作日重新起算'),
        accept(COUNTY),
        approve(COUNTY, '检测合格，准予许可'),
        deliver(SIMA),
        rate(SIMA, 3),
    ],
    decided(SIMA, COUNTY, rating=3),
)

REFUSED = Story(
    'refused',
    '不予许可：县里写明理由，镇上送达',
    [
        TakePapers(
            hall=BAIYI,
            matter=FOOD,
            applicant=Applicant('平昌县白衣镇顺风烧腊店', PINGCHANG),
            says='收下顺风烧腊店的食品经营许可材料',
        ),
        forward(BAIYI, 'clerk', '代收，把材料转交县里'),
        accept(COUNTY),
        Do(
            hall=COUNTY,
            duty='approver',
            act='refuse',
            typed={'reason': WHY_NOT},
            says=f'不予许可：{WHY_NOT}',
            becomes='refused',
        ),
        See(hall=BAIYI, duty='clerk', state='refused', words=WHY_NOT, says='看到决定和理由'),
        deliver(BAIYI),
        rate(BAIYI, 4, '希望开店前就能告诉我们选址要求'),
    ],
    decided(BAIYI, COUNTY, rating=4, outcome='refused'),
)
