"""Leave with its substitute, the roster of leaders on duty, what 09:00 found, and the training log."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from govhall.kernel.ids import new_uid


class LeaveKind(models.TextChoices):
    """Why somebody is away; `ABSENT` is noted afterwards by hand and names nobody who stands in."""

    ANNUAL = 'annual', '年休假'
    SICK = 'sick', '病假'
    PERSONAL = 'personal', '事假'
    ERRAND = 'errand', '公差'
    TRAINING = 'training', '培训'
    ABSENT = 'absent', '缺勤'


class LeaveQuerySet(models.QuerySet['Leave']):
    """Leave by day; what has been cut short ends on the day before the person is back."""

    def during(self, first: date, last: date) -> 'LeaveQuerySet':
        """Whatever touches these days, both of them included."""
        left = Q(back_on__isnull=True) | Q(back_on__gt=first)
        return self.filter(left, first_day__lte=last, last_day__gte=first).exclude(back_on=F('first_day'))


class Leave(models.Model):
    """Days on which a person of a hall is away (请假), and who stands in (B岗)."""

    hall_code = models.CharField(max_length=8)
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=40)
    department = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=LeaveKind)
    first_day = models.DateField()
    last_day = models.DateField()
    back_on = models.DateField(null=True)  # came back before the last day; the first day: never left
    substitute_id = models.BigIntegerField(null=True)
    substitute_name = models.CharField(max_length=40, blank=True)
    noted_by = models.BigIntegerField()
    noted_by_name = models.CharField(max_length=40)
    noted_at = models.DateTimeField()

    objects = LeaveQuerySet.as_manager()

    class Meta:
        db_table = 'attendance_leave'
        indexes = [
            models.Index(fields=['hall_code', '-first_day', '-id'], name='leave_of_a_hall'),
            models.Index(fields=['hall_code', 'last_day'], name='leave_by_its_end'),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F('first_day')), name='leave_ends_after_it_begins'),
            models.CheckConstraint(
                condition=Q(kind='absent', substitute_id__isnull=True)
                | Q(~Q(kind='absent'), ~Q(substitute_id=F('person_id')), substitute_id__isnull=False),
                name='leave_names_who_stands_in',
            ),
        ]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.person_id} {self.first_day}'

    @property
    def last(self) -> date:
        """The last day on which the person was away; before the first one if they never left."""
        return self.last_day if self.back_on is None else min(self.last_day, self.back_on - timedelta(days=1))

    def holds_on(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.first_day <= day <= self.last


class Shift(models.Model):
    """Days on which somebody leads for a department, or for the centre's office (领导带班)."""

    hall_code = models.CharField(max_length=8)
    department = models.CharField(max_length=40, blank=True)
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    noted_by = models.BigIntegerField()
    noted_by_name = models.CharField(max_length=40)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = 'attendance_shift'
        indexes = [models.Index(fields=['hall_code', '-first_day', '-id'], name='shift_of_a_hall')]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F('first_day')), name='shift_ends_after_it_begins')
        ]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.department} {self.first_day}'


class Unattended(models.Model):
    """A window for which nobody who may decide was there at 09:00 of a working day."""

    hall_code = models.CharField(max_length=8)
    day = models.DateField()
    department = models.CharField(max_length=40)
    window = models.CharField(max_length=20)
    why = models.CharField(max_length=12)  # of `windows_today.Why`

    class Meta:
        db_table = 'attendance_unattended'
        constraints = [
            models.UniqueConstraint(fields=['hall_code', 'day', 'department', 'window'], name='window_of_a_day_once')
        ]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.day} {self.window}'


class WindowChange(models.Model):
    """Somebody whom a department sent leaves the window on a day, by written notice, and who comes (更换窗口人员)."""

    hall_code = models.CharField(max_length=8)
    department = models.CharField(max_length=40)
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=40)
    successor_id = models.BigIntegerField()
    successor_name = models.CharField(max_length=40)
    notice_number = models.CharField(max_length=100)
    notice_on = models.DateField()
    effective_on = models.DateField()
    called_off_on = models.DateField(null=True)
    noted_by = models.BigIntegerField()
    noted_by_name = models.CharField(max_length=40)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = 'attendance_window_change'
        indexes = [models.Index(fields=['hall_code', '-effective_on', '-id'], name='window_change_of_a_hall')]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_on__gt=F('notice_on')), name='window_change_follows_its_notice'
            ),
            models.CheckConstraint(condition=~Q(successor_id=F('person_id')), name='window_change_names_somebody_else'),
            models.UniqueConstraint(
                fields=['hall_code', 'person_id', 'effective_on'],
                condition=Q(called_off_on__isnull=True),
                name='window_change_once',
            ),
        ]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.person_id} {self.effective_on}'


class TrainingKind(models.TextChoices):
    """What kind of training it is."""

    BUSINESS = 'business', '业务培训'
    EXCHANGE = 'exchange', '业务交流会'
    LIAISON = 'liaison', '审批联络员培训'


class Training(models.Model):
    """A training or an exchange meeting of a hall: the so many-th `round` of its kind in the year of its day."""

    id = models.UUIDField(primary_key=True, default=new_uid)
    hall_code = models.CharField(max_length=8)
    kind = models.CharField(max_length=10, choices=TrainingKind)
    round = models.PositiveSmallIntegerField()
    day = models.DateField()
    subject = models.CharField(max_length=100)
    noted_by = models.BigIntegerField()
    noted_by_name = models.CharField(max_length=40)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = 'attendance_training'
        indexes = [models.Index(fields=['hall_code', '-day', '-id'], name='training_of_a_hall')]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.kind} {self.day}'

    @property
    def title(self) -> str:
        """Kind and round."""
        return f'第 {self.round} 轮{self.get_kind_display()}'


class Trained(models.Model):
    """Somebody who came to a training; `noted_by` None: signed in by oneself."""

    training_id = models.UUIDField()
    hall_code = models.CharField(max_length=8)
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=40)
    department = models.CharField(max_length=40, blank=True)
    noted_by = models.BigIntegerField(null=True)
    noted_by_name = models.CharField(max_length=40, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = 'attendance_trained'
        indexes = [models.Index(fields=['hall_code', 'person_id'], name='trained_of_a_hall')]
        constraints = [models.UniqueConstraint(fields=['training_id', 'person_id'], name='trained_once')]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.person_id} {self.training_id}'
