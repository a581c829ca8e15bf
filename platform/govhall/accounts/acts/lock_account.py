"""Locking an account, at this second."""

from govhall.accounts.whose import WHOSE
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.readers import MANAGERS
from tenants.accounts import set_active


def _do(posted: HallPosted) -> HallActDone:
    set_active(asker=posted.actor, whose=posted['person'], active=False)
    return HallActDone(said='账号已锁定，正在用的已退出，不能再登录。')


ACT = register(
    HallAct(
        label='锁定账号',
        do=_do,
        roles=MANAGERS,
        fields=[WHOSE],
        word='account-lock',
        mutation='lock_account',
        does='Nobody signs in with the account, and its sessions end. ACCOUNT_NOT_YOURS.',
    )
)
