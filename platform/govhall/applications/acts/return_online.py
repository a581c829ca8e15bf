"""Returning an online application with the reason (预审退回), once: the applicant corrects it and submits it again."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import enter
from govhall.applications.online_act import OnlineAct
from govhall.applications.services.intake import LONGEST_REASON, return_online
from tenants.roles import Role

REASON = Field(
    name='reason',
    kind=FieldKind.PROSE,
    label='退回的理由',
    most=LONGEST_REASON,
    says=f'What is to be changed, for the applicant; at most {LONGEST_REASON} characters.',
    needed=True,
)

enter(
    OnlineAct(
        address='return',
        do=lambda posted: return_online(**posted.frame, reason=posted['reason']),
        afterwards=lambda nothing: '已退回，申请人凭编号和查询码能看到理由，改好可以再交。',
        roles=frozenset({Role.CLERK}),
        fields=[REASON],
        mutation='return_online',
        does='Return with reasons (预审退回); no correction of §32. NO_SUCH_APPLICATION, REASON_MISSING.',
    ),
    __name__,
)
