"""登记委托 and 撤回委托, on pages and for programs."""

from datetime import date
from typing import Any

from federation.contracts.case import Applicant
from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.acts.page import Choices
from govhall.catalogue.selectors import matters_for
from govhall.files.rules.materials import naming
from govhall.files.uploads import forget_upload, read_upload
from govhall.kernel.id_documents import ID_DOCUMENTS
from govhall.mandates.models import Given
from govhall.mandates.selectors import KEEPERS
from govhall.mandates.services.keeping import MandatePaper, record_mandate, withdraw_mandate
from tenants.audit import Action
from tenants.models import Hall

PEOPLE = ('kind', 'name', 'id_number', 'document', 'agent', 'agent_number', 'agent_phone')
KINDS = [('person', '个人'), ('organisation', '单位')]
FIELDS = [
    Field(
        name='kind',
        kind=FieldKind.CHOICE,
        label='委托人是',
        choices=KINDS,
        says='person or organisation: who lets somebody act.',
        needed=True,
        must=True,
    ),
    Field(
        name='name', kind=FieldKind.LINE, label='委托人姓名或单位名称', most=60, says='Name.', needed=True, must=True
    ),
    Field(
        name='document',
        kind=FieldKind.CHOICE,
        label='证件类型',
        aside='单位不用选',
        choices=[(one.code, one.name) for one in ID_DOCUMENTS.values()],
        says='Type of the document (GA/T 2000.156) of a person.',
    ),
    Field(
        name='id_number',
        kind=FieldKind.LINE,
        label='委托人证件号码或统一社会信用代码',
        most=24,
        says='Number of that document, or credit code.',
        needed=True,
        must=True,
    ),
    Field(
        name='to_me',
        kind=FieldKind.TICK,
        label='委托给我本人代办（村级代办员、帮办人员）',
        says='The agent is who records it: a village agent or a liaison officer.',
    ),
    Field(
        name='agent',
        kind=FieldKind.LINE,
        label='代办人姓名',
        aside='委托给您本人的不填',
        most=60,
        says='Name of the agent.',
    ),
    Field(
        name='agent_number',
        kind=FieldKind.LINE,
        label='代办人身份证号',
        aside='委托给您本人的不填',
        most=20,
        says='ID card number of the agent.',
    ),
    Field(name='agent_phone', kind=FieldKind.LINE, label='代办人手机', aside='可以不填', most=20, says='Mobile phone.'),
    Field(
        name='all_matters',
        kind=FieldKind.TICK,
        label='全部事项',
        says='All matters, instead of `matters`.',
    ),
    Field(
        name='matters',
        kind=FieldKind.CODES,
        label='只是这些事项',
        aside='勾了全部事项就不用选',
        says='Codes of matters, unless all.',
        widget='many',
    ),
    Field(
        name='until',
        kind=FieldKind.DAY,
        label='委托到哪天',
        hint='照授权委托书写，当天仍有效，最长三年。',
        says='Last day, on which it still holds.',
        needed=True,
        must=True,
    ),
    Field(
        name='given',
        kind=FieldKind.CHOICE,
        label='在哪里委托的',
        choices=[(one.value, one.label) for one in Given],
        says=f'One of {", ".join(Given)}.',
        needed=True,
        must=True,
    ),
    Field(
        name='hash',
        kind=FieldKind.LINE,
        most=64,
        says='SHA-256 of the scan, which this account has posted to graphql/files/.',
        needed=True,
    ),
]
WITHDRAW_FIELDS = [
    Field(name='mandate', kind=FieldKind.UID, says='Id of the mandate.', needed=True),
    Field(
        name='reason',
        kind=FieldKind.PROSE,
        label='为什么撤回',
        hint='例如：委托人本人到窗口收回。此前已办的不受影响。',
        most=300,
        says='Why.',
        needed=True,
        must=True,
        missing='请写明为什么撤回。',
    ),
]


def choices(hall: Hall) -> Choices:
    """What may be chosen on the page."""
    return {'matters': [(info.code, info.short_name) for info in matters_for(hall.code)]}


def _do(posted: HallPosted) -> HallActDone:
    typed: dict[str, Any] = dict(posted.data)
    name, scan, called = typed.get('hash') or '', typed.get('scan') or b'', typed.get('scan_name') or ''
    if name:
        scan = read_upload(name, actor=posted.actor)
        forget_upload(name, actor=posted.actor)
    people = {one: str(typed.get(one) or '') for one in PEOPLE}
    mine = bool(typed.get('to_me'))
    if mine:
        people |= {'agent': posted.actor.name, 'agent_number': '', 'agent_phone': ''}
    paper = MandatePaper(
        people=Applicant(**people),  # type: ignore[arg-type]
        until=typed.get('until') or date.min,
        given=Given(typed.get('given') or Given.COUNTER),
        matters=typed.get('matters') or (),
        all_matters=bool(typed.get('all_matters')),
        agent_person=posted.actor.person_id if mine else None,
    )
    with naming(called):
        mandate = record_mandate(paper=paper, scan=scan, actor=posted.actor)
    return HallActDone(
        said=f'委托已登记，编号 {mandate.number}。收件时可以选它。', id=mandate.uid, about=mandate.number
    )


def _withdraw(posted: HallPosted) -> HallActDone:
    mandate = withdraw_mandate(uid=posted['mandate'], reason=posted['reason'], actor=posted.actor)
    return HallActDone(said='委托已撤回，从现在起不能再用。', id=mandate.uid, about=mandate.number)


KEEP_MANDATE = register(
    HallAct(
        label='登记委托',
        do=_do,
        roles=KEEPERS,
        action=Action.MANDATE_CHANGED,
        fields=FIELDS,
        mutation='record_mandate',
        does='Keep who lets whom act, in what, until when (代办委托). MANDATE_DAYS, MANDATE_SCOPE, MANDATE_OF_ONESELF, '
        'MANDATE_FILE_MISSING, UNKNOWN_MATTER, NO_SUCH_UPLOAD, FILE_TYPE_REFUSED.',
    )
)
END_MANDATE = register(
    HallAct(
        label='撤回委托',
        do=_withdraw,
        roles=KEEPERS,
        action=Action.MANDATE_CHANGED,
        fields=WITHDRAW_FIELDS,
        mutation='withdraw_mandate',
        does='End a mandate before its day (撤回委托). NO_SUCH_MANDATE, MANDATE_WITHDRAWN.',
    )
)
