"""Receiving an online application (收件) at the window: a case with its number and files."""

from govhall.acts.registry import enter
from govhall.applications.online_act import OnlineAct
from govhall.applications.services.intake import receive_online
from govhall.casework.acts.receive import received_online
from tenants.roles import Role

enter(
    OnlineAct(
        address='receive',
        do=lambda posted: receive_online(**posted.frame),
        afterwards=received_online,
        roles=frozenset({Role.CLERK}),
        makes_case=True,
        mutation='receive_online',
        does='Receive (收件): a case with its number and files; the five days begin. NO_SUCH_APPLICATION, '
        'ONLINE_FILES_UNDER_WAY.',
    ),
    __name__,
)
