"""Packages of closed cases (归档信息包)."""

from django.db import models

from govhall.casework.models import Case
from govhall.kernel.ids import new_uid


class CaseArchive(models.Model):
    """A package of one case in the archive: its number, the hash of its content, and how long it must be kept.

    The package lies in the storage, sealed, under its hash. A case that changes afterwards gets another version, with
    the same number; rows are never changed.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name='archives')
    version = models.SmallIntegerField()
    number = models.CharField(max_length=40)  # 档号
    retention = models.CharField(max_length=9)
    keep_until = models.DateField(null=True)  # null: for ever
    hash = models.CharField(max_length=64)  # SHA-256 of the package before it is sealed
    size = models.IntegerField()
    events = models.IntegerField()
    tip = models.CharField(max_length=64)  # the chain's end within the package
    at = models.DateTimeField()

    class Meta:
        db_table = 'casework_archive'
        indexes = [
            models.Index(fields=['keep_until'], name='archive_to_appraise'),
            models.Index(fields=['at', 'uid'], name='archive_by_time'),
        ]
        constraints = [
            models.UniqueConstraint(fields=['case', 'version'], name='archive_version_of_a_case'),
            models.UniqueConstraint(fields=['number', 'version'], name='archive_number_is_one_file'),
        ]

    def __str__(self) -> str:
        return f'{self.number} v{self.version}'
