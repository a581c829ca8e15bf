"""The table of halls."""

import msgspec
from django.db import models

from federation.contracts.directory import HallEntered, VillageGoes


class HallEntry(models.Model):
    """A hall of the federation, in whichever cell it is; written by the directory topic, newest version wins.

    A code is never reused. `valid_to` closes an entry, which stays for the messages and cases that name it.
    """

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    area_code = models.CharField(max_length=12)
    parent_code = models.CharField(max_length=8, blank=True)
    cell = models.CharField(max_length=40)
    slug = models.CharField(max_length=40)
    epoch = models.IntegerField(default=1)
    version = models.BigIntegerField()
    valid_to = models.DateField(null=True)
    successor = models.CharField(max_length=8, blank=True)  # the hall that a closed one was merged into
    moved_from = models.CharField(max_length=40, blank=True, db_default='')  # the cell that held it before

    villages = models.JSONField(default=list, db_default=[])  # of one that was split: each goes to a hall of its own

    class Meta:
        db_table = 'fed_hall_entry'
        indexes = [
            models.Index(fields=['parent_code'], name='hall_entry_parent'),
            models.Index(fields=['cell'], name='hall_entry_cell'),
            models.Index(fields=['successor'], name='hall_entry_successor', condition=~models.Q(successor='')),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def told(self) -> HallEntered:
        """The entry as the directory tells it."""
        return msgspec.convert({name: getattr(self, name) for name in HallEntered.__struct_fields__}, HallEntered)

    @property
    def villages_gone(self) -> list[VillageGoes]:
        """Where each village of a hall that was split went."""
        return msgspec.convert(self.villages, list[VillageGoes])

    @property
    def heirs(self) -> list[str]:
        """The halls that a closed one was merged into or split among, the one that takes the rest first."""
        return list(dict.fromkeys([self.successor, *(one.successor for one in self.villages_gone)]))


class Incarnation(models.Model):
    """The epoch of a hall of this cell, or of the cell (fed_incarnation); no row means 1. Restores and moves raise it.

    `facts_from` is the epoch of the hall's last restore: from it on all its facts are told anew.
    """

    owner = models.CharField(max_length=40, primary_key=True)
    epoch = models.IntegerField()
    facts_from = models.IntegerField(db_default=1)

    class Meta:
        db_table = 'fed_incarnation'
