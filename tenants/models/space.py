"""How much people without an account keep in the cell."""

from django.db import models


class Space(models.Model):
    """Bytes of the files of one thing that somebody without an account left at a hall and nobody received yet."""

    key = models.UUIDField(primary_key=True)
    hall = models.CharField(max_length=8)
    bytes = models.BigIntegerField()

    class Meta:
        db_table = 'tenants_space'
        indexes = [models.Index(fields=['hall'], name='space_of_hall')]

    def __str__(self) -> str:
        return str(self.key)
