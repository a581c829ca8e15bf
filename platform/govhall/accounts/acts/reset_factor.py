"""Resetting somebody's second factor: they make a new one at their next sign-in."""

from govhall.accounts.whose import WHOSE
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.readers import LETTER_KEEPERS
from govhall.kernel.errors import Refused
from tenants.accounts import reset_factor


class NoFactor(Refused):
    """There is none to reset."""

    code = 'NO_SECOND_FACTOR'
    sentence = '这个账号没有绑定验证器，不用重设。'


def _do(posted: HallPosted) -> HallActDone:
    if not reset_factor(asker=posted.actor, whose=posted['person']):
        raise NoFactor
    return HallActDone(said='验证器已解除，正在用的已退出。下次登录要重新绑定。')


ACT = register(
    HallAct(
        label='重设验证器',
        do=_do,
        roles=LETTER_KEEPERS,
        fields=[WHOSE],
        word='factor-reset',
        mutation='reset_second_factor',
        does="Take away somebody's second factor; not the own. ACCOUNT_NOT_YOURS, NO_SECOND_FACTOR.",
    )
)
