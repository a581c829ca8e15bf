"""两集中、两到位: which departments and which of their items have come into a hall, and since when.

Columns of days hold changes, alternately on and off (`catalogue.days`): what was so on a past day can be asked.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class SectionForm(models.TextChoices):
    """How a department put its approvals into one section (审批职能归并)."""

    NONE = '', '未归并'
    SIGN = 'sign', '挂行政服务科牌子'
    REPLACED = 'replaced', '撤一建一'
    SHARED = 'shared', '合署办公'


class Section(models.Model):
    """A department at a hall: its approval section, its windows there, and its chief representative (首席代表).

    `department_name` stands where the catalogue does not know the department. `form_on` is the day since which the
    approvals are in one section; empty: always. `windows` holds what `catalogue.windows` reads.
    """

    hall_code = models.CharField(max_length=8)
    department_code = models.CharField(max_length=20)
    department_name = models.CharField(max_length=100, blank=True, db_default='')
    name = models.CharField(max_length=100)
    form = models.CharField(max_length=10, blank=True, choices=SectionForm)
    form_on = models.DateField(null=True)
    windows = models.JSONField(default=list)
    entered_days = ArrayField(models.DateField(), default=list, db_default=[])
    chief_person = models.BigIntegerField(null=True)
    chief_document = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = 'catalogue_section'
        ordering = ['hall_code', 'department_code']
        constraints = [
            models.UniqueConstraint(fields=['hall_code', 'department_code'], name='section_of_a_department_once'),
            models.CheckConstraint(
                condition=Q(chief_person__isnull=True) | ~Q(chief_document=''), name='chief_is_appointed_by_a_document'
            ),
        ]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.name}'


class CentreItem(models.Model):
    """An item (事项) that the county publishes, since when and until when; and when it was handled in the hall (进驻).

    The rows of a hall are the denominator of 项目进入率: all items published on a day, also those that never came in.
    """

    hall_code = models.CharField(max_length=8)
    code = models.CharField(max_length=50)
    name = models.CharField(max_length=200)
    department_code = models.CharField(max_length=20)
    task_type = models.CharField(max_length=2)
    published_days = ArrayField(models.DateField(), default=list, db_default=[])
    entered_days = ArrayField(models.DateField(), default=list, db_default=[])

    class Meta:
        db_table = 'catalogue_centre_item'
        ordering = ['hall_code', 'department_code', 'code']
        constraints = [models.UniqueConstraint(fields=['hall_code', 'code'], name='item_of_a_hall_once')]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.name}'
