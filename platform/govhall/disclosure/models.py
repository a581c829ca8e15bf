"""Published decisions."""

from django.db import models


class PublishedDecision(models.Model):
    """A licence as the public may read it (行政许可法 §40): whose, masked, for what, by which organ, when.

    Written in the transaction of the decision, so it is public on the day itself and never later than the seventh.
    """

    number = models.CharField(max_length=24, unique=True)
    hall = models.CharField(max_length=8)
    organ = models.CharField(max_length=100)
    matter = models.CharField(max_length=36)
    matter_name = models.CharField(max_length=200)
    applicant = models.CharField(max_length=120)
    decided_on = models.DateField()
    withdrawn_on = models.DateField(null=True)  # the licence was revoked or cancelled: it stays, marked

    class Meta:
        db_table = 'published_decision'
        indexes = [
            models.Index(fields=['-decided_on', '-id'], name='published_newest'),
            models.Index(fields=['hall', '-decided_on', '-id'], name='published_of_a_hall'),
        ]

    def __str__(self) -> str:
        return self.number
