"""核验身份: somebody of the hall looks at the documents of who applied online."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.rules.states import TO_DELIVER
from govhall.casework.situation import Situation
from govhall.identity.services import CHECK_IDENTITY, Shown, check_identity
from govhall.identity.words import ASK, SEEN, is_unchecked, ways
from govhall.kernel.id_documents import ID_DOCUMENTS, RESIDENT

FIRST, LAST = 29, 215  # before the result is served, else behind what the hall does with the case
FIELDS = [
    Field(
        name='seen',
        kind=FieldKind.LINE,
        label='谁到场，看了什么',
        most=20,
        says=f'Who stood there: one of {", ".join(SEEN)}.',
        needed=True,
        widget='choose',
    ),
    Field(
        name='document',
        kind=FieldKind.CHOICE,
        label='到场的人出示的证件',
        choices=[(one.code, one.name) for one in ID_DOCUMENTS.values()],
        wrong='请从列出的证件类型中选。',
        says=f'Type of the document (GA/T 2000.156), {RESIDENT} if absent.',
    ),
    Field(
        name='ending',
        kind=FieldKind.LINE,
        label='申请人证件号码后四位',
        aside='照证件或营业执照输',
        most=20,
        says="Last four characters of the number on the applicant's own document, as it was seen.",
        needed=True,
    ),
]


def _offer(now: Situation) -> Button | None:
    if CHECK_IDENTITY not in now.allowed or not is_unchecked(now.case.applicant):
        return None
    serves_now = now.case.state in TO_DELIVER and now.is_home and not now.awaits_licence
    return Button(ACT, '核验身份', ASK, choices=ways(now.case.applicant), place=FIRST if serves_now else LAST)


ACT = register(
    Act(
        word='check-identity',
        place=LAST,
        do=lambda posted: check_identity(
            **posted.frame, shown=Shown(posted['seen'], posted['document']), ending=posted['ending']
        ),
        afterwards=lambda case: '身份已核验，记入办理经过。',
        offer=_offer,
        fields=FIELDS,
        mutation='check_identity',
        does='Somebody of the hall saw who applied online (核验身份). IDENTITY_CHECKED_BEFORE, WAY_NOT_THEIRS, '
        'NUMBER_DIFFERS, UNKNOWN_DOCUMENT.',
    )
)
