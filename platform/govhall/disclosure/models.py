"""Published decisions."""

from datetime import date

from django.db import models

from govhall.licences.rules.results import Validity, validity_of


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
    valid_until = models.DateField(null=True)
    # The kind of the case that took the place of the licence or ended it, and since when: it stays, marked.
    followed_by = models.CharField(max_length=16, blank=True)
    followed_on = models.DateField(null=True)

    class Meta:
        db_table = 'published_decision'
        indexes = [
            models.Index(fields=['-decided_on', '-id'], name='published_newest'),
            models.Index(fields=['hall', '-decided_on', '-id'], name='published_of_a_hall'),
        ]

    def __str__(self) -> str:
        return self.number

    def standing_on(self, day: date) -> Validity:
        """Whether the licence is valid on a day, by the rule that verification asks too."""
        return validity_of(valid_until=self.valid_until, followed_by=self.followed_by, today=day)
