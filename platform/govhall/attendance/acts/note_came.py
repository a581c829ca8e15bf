"""Noting by hand who came to a training (补记到场)."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.acts.page import Choices
from govhall.attendance.models import Trained, Training
from govhall.attendance.refusals import NobodyNamed
from govhall.attendance.services.training import note_came
from govhall.attendance.staff_then import worked_during
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.readers import MANAGERS
from tenants.audit import Action
from tenants.models import Hall

FIELDS = [
    Field(name='training', kind=FieldKind.UID, says='Id of the training.', needed=True),
    Field(
        name='people',
        kind=FieldKind.CODES,
        label='还有谁到场',
        hint='没有自己签到、但是到了场的人。',
        says='Ids of the people, as `staff` gives them.',
        needed=True,
        must=True,
        missing='请勾选到场的人。',
    ),
]


def choices(hall: Hall, training: Training) -> Choices:
    """Who worked in the hall on the day and is not on the list."""
    came = set(Trained.objects.filter(training_id=training.pk).values_list('person_id', flat=True))
    rows = {row.person_id: row for row in worked_during(hall, training.day, training.day)}
    names = department_names({row.department for row in rows.values()})
    return {
        'people': [
            (str(number), f'{row.person.name}（{names.get(row.department) or "中心"}）')
            for number, row in rows.items()
            if number not in came
        ]
    }


def _do(posted: HallPosted) -> HallActDone:
    try:
        people = [int(number) for number in posted['people'] or ()]
    except ValueError as unreadable:
        raise NobodyNamed(field='people') from unreadable
    count = note_came(hall=posted.hall, actor=posted.actor, training=posted['training'], people=people)
    return HallActDone(said=f'已补记 {count} 人到场。', id=posted['training'])


ACT = register(
    HallAct(
        label='补记到场',
        do=_do,
        roles=MANAGERS,
        action=Action.TRAINING_CHANGED,
        fields=FIELDS,
        mutation='note_came',
        does='Note by hand who came to a training. UNKNOWN_TRAINING, NOT_THAT_DAY, NOBODY_NAMED.',
    )
)
