"""Files of papers (材料): what is known of them; the bytes lie in the storage, sealed, under their hash."""

from django.db import models


class Material(models.Model):
    """A file that this hall has, complete and verified, and for which paper of which case it came.

    `owner` is the applicant's blind index, by which a later case of the same applicant at this hall finds it; empty
    for what another hall sent.
    """

    case = models.UUIDField()
    paper = models.CharField(max_length=60)
    name = models.CharField(max_length=200)  # of the paper, as 居民身份证
    hash = models.CharField(max_length=64, db_index=True)
    type = models.CharField(max_length=100)
    size = models.IntegerField()
    owner = models.BinaryField(null=True, db_index=True)
    by = models.IntegerField(null=True)  # the person who stored it
    at = models.DateTimeField()

    class Meta:
        db_table = 'casework_material'
        constraints = [models.UniqueConstraint(fields=['case', 'paper', 'hash'], name='material_once_a_paper')]
