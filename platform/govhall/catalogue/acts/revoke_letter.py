"""Revoking a letter of authorisation (授权书) at this second."""

from uuid import UUID

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.readers import LETTER_KEEPERS
from govhall.catalogue.services.authorisations import UnknownAuthorisation, letter_function
from tenants.access import Actor
from tenants.audit import asking_address


def revoke_letter(*, hall: str, revoker: Actor, authorisation_id: UUID) -> None:
    """End a letter of this hall and of no other at this second. Raises UnknownAuthorisation, LetterNotYours."""
    values = [revoker.person_id, hall, authorisation_id, asking_address()]
    if not letter_function('SELECT public.catalogue_revoke_letter(%s, %s, %s, %s)', values):
        raise UnknownAuthorisation(authorisation=authorisation_id)


def _do(posted: HallPosted) -> HallActDone:
    revoke_letter(hall=posted.hall.code, revoker=posted.actor, authorisation_id=posted['letter'])
    return HallActDone(said='授权书已撤销，立即生效；此前作出的决定仍然有效。', id=posted['letter'])


ACT = register(
    HallAct(
        label='确定撤销',
        do=_do,
        roles=LETTER_KEEPERS,
        fields=[Field(name='letter', kind=FieldKind.UID, says='Id of the letter.', needed=True)],
        mutation='revoke_letter',
        does='Revoke a letter at this second. UNKNOWN_AUTHORISATION.',
    )
)
