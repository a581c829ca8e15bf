"""Changing from when to when an account holds."""

from govhall.accounts.terms import BEGINS, ENDS, moments
from govhall.accounts.whose import WHOSE
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.readers import MANAGERS
from tenants.accounts import set_term


def _do(posted: HallPosted) -> HallActDone:
    begins, ends = moments(posted.data.get('begins'), posted.data.get('ends'))
    set_term(asker=posted.actor, whose=posted['person'], begins=begins, ends=ends)
    return HallActDone(said='启用和停用日期已保存。到停用日期零点，这个账号不能再登录，正在用的也会退出。')


ACT = register(
    HallAct(
        label='设定启用和停用日期',
        do=_do,
        roles=MANAGERS,
        fields=[WHOSE, BEGINS, ENDS],
        word='account-term',
        mutation='change_account_term',
        does='From when to when an account holds; its memberships end with it. ACCOUNT_NOT_YOURS, ACCOUNT_NEVER_OPEN.',
    )
)
