"""What applicants said of the service."""

from django.db import models

from govhall.casework.models import Case


class Channel(models.TextChoices):
    """Where a rating was given (GB/T 39046 annex A)."""

    WEB = '1', '网站'
    MOBILE = '2', '移动端'
    CODE = '3', '二维码'
    HALL = '4', '政务大厅'
    OTHER = '5', '其他终端'
    TELEPHONE = '6', '电话'
    MESSAGE = '7', '短信'


class Rating(models.Model):
    """The applicant's rating of one case (好差评): 1 非常满意 … 5 非常不满意; one service, one rating."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name='given_rating')
    grade = models.SmallIntegerField()
    text = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=1, choices=Channel, default=Channel.HALL)
    at = models.DateTimeField()
    default = models.BooleanField(default=False)  # given by the system after a time; never mixed with active ones

    class Meta:
        db_table = 'frontdesk_rating'
        constraints = [
            models.CheckConstraint(condition=models.Q(grade__gte=1, grade__lte=5), name='grade_one_to_five'),
        ]

    def __str__(self) -> str:
        return f'{self.case_id}: {self.grade}'
