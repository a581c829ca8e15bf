"""Unlocking an account, at this second."""

from govhall.accounts.whose import WHOSE
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.readers import MANAGERS
from tenants.accounts import set_active


def _do(posted: HallPosted) -> HallActDone:
    set_active(asker=posted.actor, whose=posted['person'], active=True)
    return HallActDone(said='账号已解锁，可以登录。')


ACT = register(
    HallAct(
        label='解锁账号',
        do=_do,
        roles=MANAGERS,
        fields=[WHOSE],
        word='account-unlock',
        mutation='unlock_account',
        does='The account may be used again. ACCOUNT_NOT_YOURS.',
    )
)
