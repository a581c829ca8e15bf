"""The organs' books of numbers, the papers that wait for their file, and every use of a seal."""

from django.db import models


class Book(models.Model):
    """The last number of one kind of paper of one organ in one year."""

    organ_code = models.CharField(max_length=18)
    code = models.CharField(max_length=2)
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        db_table = 'notice_book'
        constraints = [models.UniqueConstraint(fields=['organ_code', 'code', 'year'], name='book_once_a_year')]


class Waiting(models.Model):
    """A paper that has its number and waits to be typeset and sealed: one index for all halls of the cell."""

    hall = models.CharField(max_length=8)
    notice = models.UUIDField(unique=True)
    since = models.DateTimeField()  # later for one that was ordered again, the more often the later
    tries = models.SmallIntegerField(db_default=0)

    class Meta:
        db_table = 'notice_waiting'
        indexes = [models.Index(fields=['since'], name='notice_waiting_since')]


class SealUse(models.Model):
    """One use of an organ's seal: on which paper, by whose act, on which grant and letter; never changed.

    Grant and letter are those that were in force at the second of the act (`acted_at`); the file follows it.
    """

    hall = models.CharField(max_length=8)
    notice = models.UUIDField(unique=True)
    number = models.CharField(max_length=80)
    organ_code = models.CharField(max_length=18)
    grant = models.UUIDField()
    letter = models.UUIDField(null=True)  # where a person decided: the letter that gives the power to seal
    person = models.BigIntegerField(null=True)  # empty where the law or a message acted
    certificate = models.CharField(max_length=64)  # SHA-256 of the organ's certificate
    file = models.CharField(max_length=64)  # SHA-256 of the sealed file
    acted_at = models.DateTimeField()
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = 'notice_seal_use'
        indexes = [models.Index(fields=['organ_code', 'sealed_at'], name='seal_use_of_an_organ')]
