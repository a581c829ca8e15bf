"""What does not end in a decision: withdrawn from below while the county holds it, and refused custody."""

from datetime import date

from deploy.demo.player.acts import accept, forward
from deploy.demo.player.applicants import Applicant
from deploy.demo.player.scene import Expected, Story
from deploy.demo.player.steps import Do, See, TakePapers

COUNTY, FOLOU, SANSHIERLIANG = 'PCXZ0001', 'PCFL0001', 'PCSL0001'
PINGCHANG = '511923'


def _withdrawn(custody: str, outcome_hall: str) -> Expected:
    return Expected(state='withdrawn', custody=custody, outcome='withdrawn', outcome_hall=outcome_hall)


WITHDRAWN = Story(
    'withdrawn_below',
    '撤回：县里已受理，申请人在镇上请求撤回，县里答复',
    [
        TakePapers(
            hall=FOLOU,
            matter='510100107000',
            applicant=Applicant('平昌县佛楼镇好又来小吃店', PINGCHANG),
            says='收下小吃店的食品经营许可材料',
        ),
        forward(FOLOU, 'clerk', '代收，把材料转交县里'),
        accept(COUNTY),
        Do(
            hall=FOLOU,
            duty='clerk',
            act='withdraw',
            typed={'reason': '店面不再出租'},
            when='accepted',
            says='申请人要求撤回，向县里提出请求',
        ),
        See(hall=FOLOU, duty='clerk', state='withdrawn', words='同意', says='县里答复：同意撤回'),
        See(hall=COUNTY, duty='clerk', state='withdrawn', says='看到这件已撤回，不再办理'),
    ],
    {FOLOU: _withdrawn('watching', COUNTY), COUNTY: _withdrawn('held', COUNTY)},
)

CUSTODY_REFUSED = Story(
    'custody_refused',
    '县里无权承接：平昌县没有林木采伐许可的权力，原件退回镇上',
    [
        TakePapers(
            hall=SANSHIERLIANG,
            matter='000164120000',
            applicant=Applicant('吴德友', PINGCHANG, date(1966, 9, 18)),
            says='收下吴德友的林木采伐许可材料',
        ),
        forward(SANSHIERLIANG, 'clerk', '代收，把材料转交县里'),
        See(
            hall=SANSHIERLIANG,
            duty='clerk',
            state='received',
            custody='held',
            words='原件退回',
            says='看到县里没有承接，原件退回，写明了理由',
        ),
        Do(
            hall=SANSHIERLIANG,
            duty='clerk',
            act='withdraw',
            typed={'reason': '已告知申请人到有权的林业主管部门办理，申请人撤回'},
            says='告知申请人，按申请人要求撤回',
            becomes='withdrawn',
        ),
    ],
    {SANSHIERLIANG: _withdrawn('held', SANSHIERLIANG), COUNTY: _withdrawn('watching', SANSHIERLIANG)},
)
