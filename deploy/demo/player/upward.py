"""What a higher hall decides: reported after review, only received below, a branch's, the province's."""

from datetime import date

from deploy.demo.player.acts import accept, approve, decided, deliver, forward, rate, review
from deploy.demo.player.applicants import Applicant
from deploy.demo.player.scene import Expected, Story
from deploy.demo.player.steps import AnswerDueFromReceipt, See, TakePapers

TIEXI, FUYANG, QINGYU, NUOSHUIHE = 'TJTX0001', 'TJFY0001', 'TJQY0001', 'TJNS0001'
COUNTY, BRANCH, PROVINCE = 'TJXZ0001', 'TJSB0001', 'SCSZ0001'
TONGJIANG = '511921'

REPORTED = Story(
    'reported_after_review',
    '审核转报：残疾人两项补贴，镇上受理审查，县里决定',
    [
        TakePapers(
            hall=TIEXI,
            matter='510500105000',
            applicant=Applicant('李明贵', TONGJIANG, date(1969, 1, 30)),
            says='收下李明贵的残疾人补贴材料',
        ),
        accept(TIEXI),
        review(TIEXI, '残疾证真实有效，家庭困难情况属实，建议给予补贴'),
        forward(TIEXI, 'reviewer', '连同意见和全部材料上报县里'),
        See(hall=COUNTY, duty='approver', state='reviewed', custody='held', says='接到上报件，看到镇上的审查意见'),
        approve(COUNTY, '复核后准予'),
        deliver(TIEXI),
        rate(TIEXI, 2),
    ],
    decided(TIEXI, COUNTY, rating=2),
)

RECEIVED_BELOW = Story(
    'received_below',
    '代收：食品经营许可在村上收件，县里受理，五日期限自村上收件起算',
    [
        TakePapers(
            hall=FUYANG,
            duty='agent',
            matter='510100107000',
            applicant=Applicant('通江县涪阳镇春来饭店', TONGJIANG),
            says='在村便民服务点收下春来饭店的食品经营许可材料',
        ),
        forward(FUYANG, 'clerk', '代收，把材料转交县里'),
        AnswerDueFromReceipt(hall=COUNTY, duty='clerk'),
        accept(COUNTY),
        approve(COUNTY, '现场核查合格，准予许可'),
        deliver(FUYANG),
        rate(FUYANG, 1),
    ],
    decided(FUYANG, COUNTY, rating=1),
)

AT_THE_BRANCH = Story(
    'branch',
    '分中心：社会保险登记由社保分中心办理',
    [
        TakePapers(
            hall=QINGYU,
            matter='512000109000',
            applicant=Applicant('通江县青峪种养专业合作社', TONGJIANG),
            says='收下合作社的社会保险登记材料',
        ),
        forward(QINGYU, 'clerk', '代收，直接转交社保分中心'),
        accept(BRANCH),
        approve(BRANCH, '登记信息无误，准予登记'),
        deliver(QINGYU),
        rate(QINGYU, 1),
    ],
    decided(QINGYU, BRANCH, rating=1),
)

TO_THE_PROVINCE = Story(
    'province_and_back',
    '镇—县—省：采集国家二级保护野生植物，省里决定后结果回到镇上',
    [
        TakePapers(
            hall=NUOSHUIHE,
            matter='510100111000',
            applicant=Applicant('四川省诺水河生态研究所', TONGJIANG),
            says='收下研究所的采集申请材料',
        ),
        forward(NUOSHUIHE, 'clerk', '代收，把材料转交县里'),
        accept(COUNTY),
        review(COUNTY, '采集地点、数量与科研方案相符，同意上报'),
        forward(COUNTY, 'reviewer', '审核后上报省里'),
        See(hall=PROVINCE, duty='approver', state='reviewed', custody='held', says='省里接到上报件'),
        approve(PROVINCE, '省里决定：准予采集'),
        deliver(NUOSHUIHE),
        rate(NUOSHUIHE, 1),
    ],
    {
        **decided(NUOSHUIHE, PROVINCE, rating=1),
        COUNTY: Expected(
            state='delivered', custody='watching', outcome='approved', outcome_hall=PROVINCE, delivered=True
        ),
    },
)
