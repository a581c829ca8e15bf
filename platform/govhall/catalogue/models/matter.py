"""Matters and the guides by which halls carry them out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from govhall.catalogue.rules import LICENCE, CaseType


class Matter(models.Model):
    """A matter one can apply for (事项), owned by the upper level: name, code, basis and type are one for all halls.

    Limits are working days. A repealed matter keeps its row with `valid_to`: its running cases still need it.
    """

    code = models.CharField(max_length=36, unique=True)
    basic_code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    task_type = models.CharField(max_length=2)
    case_type = models.CharField(max_length=8, choices=[(kind.value, kind.name) for kind in CaseType])
    level = models.CharField(max_length=1)
    legal_basis = models.TextField()
    statutory_days = models.PositiveSmallIntegerField()
    promised_days = models.PositiveSmallIntegerField()
    no_statutory_limit = models.BooleanField(default=False, db_default=False)  # 无法定时限: the days of the law are 0
    fees = models.JSONField(default=list)
    materials = models.JSONField(default=list)
    everyday_words = ArrayField(models.CharField(max_length=40), default=list)
    applicants = ArrayField(models.CharField(max_length=1), default=list)
    main_code = models.CharField(max_length=36, blank=True)
    local_code = models.CharField(max_length=50, blank=True)
    result = models.CharField(max_length=100, blank=True)
    steps = models.JSONField(default=list)
    joint = models.BooleanField(default=False)
    certificate = models.CharField(max_length=100, blank=True, db_default='')  # what is made once it is granted (制证)
    site_check = models.BooleanField(default=False, db_default=False)  # two officers look on the spot first (§34)
    term_months = models.PositiveSmallIntegerField(null=True)  # how long a result is valid; 0: 长期, null: not said
    form = models.JSONField(null=True)  # what is asked besides name and number (申请表)
    who = models.JSONField(null=True)  # who it is for: age, sex, kind, household
    certificate_rule = models.JSONField(null=True)  # what its certificate says, and a fixed day on which it ends
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        db_table = 'catalogue_matter'
        ordering = ['code']
        constraints = [
            models.CheckConstraint(condition=Q(basic_code__regex=r'^[0-9]{12}$'), name='basic_code_has_twelve_digits'),
            models.CheckConstraint(
                condition=Q(promised_days__lte=F('statutory_days') * 7 / 10) | Q(no_statutory_limit=True),
                name='promise_is_thirty_percent_shorter',
            ),
            models.CheckConstraint(
                condition=Q(no_statutory_limit=False) | Q(statutory_days=0) & ~Q(task_type=LICENCE),
                name='no_limit_counts_no_days_and_is_of_no_licence',
            ),
            models.CheckConstraint(
                condition=~Q(case_type=CaseType.INSTANT) | Q(promised_days=0),
                name='instant_matter_promises_no_days',
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F('valid_from')), name='matter_ends_after_it_begins'
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MatterVersion(models.Model):
    """What a matter said in one version (事项版本): a case goes on under the version that it was received under.

    Rows are only ever added. `entry` is the message as it came, so a version reads as it was published.
    """

    code = models.CharField(max_length=36)
    version = models.PositiveIntegerField()
    entry = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = 'catalogue_matter_version'
        ordering = ['code', '-version']
        constraints = [models.UniqueConstraint(fields=['code', 'version'], name='version_of_a_matter_once')]

    def __str__(self) -> str:
        return f'{self.code} v{self.version}'


class Guide(models.Model):
    """How a hall carries a matter out (办事指南): the hall's part of the ten public fields.

    It speaks for one hall (`hall_code`) or for every hall of one kind (`hall_kind`); the hall's own goes first.
    """

    matter_code = models.CharField(max_length=36)
    hall_code = models.CharField(max_length=8, blank=True)
    hall_kind = models.CharField(max_length=10, blank=True)
    conditions = models.TextField()
    procedure = models.TextField()
    duties = models.TextField()
    window = models.CharField(max_length=80)
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=120)
    version = models.PositiveIntegerField()

    class Meta:
        db_table = 'catalogue_guide'
        ordering = ['matter_code', 'hall_code', 'hall_kind']
        constraints = [
            models.UniqueConstraint(fields=['matter_code', 'hall_code', 'hall_kind'], name='one_guide_a_hall_or_kind'),
            models.CheckConstraint(
                condition=(Q(hall_code='') & ~Q(hall_kind='')) | (~Q(hall_code='') & Q(hall_kind='')),
                name='guide_is_for_a_hall_or_for_a_kind',
            ),
        ]

    def __str__(self) -> str:
        return f'{self.matter_code} {self.hall_code or self.hall_kind}'
