"""Organs, in whose name decisions are made, and departments, to which counters belong."""

from django.db import models

from govhall.catalogue.organs import OrganKind


class Organ(models.Model):
    """An authority (实施主体): decisions carry its name and its seal, and it answers for them.

    Known by its unified social credit code (GB 32100), which stays when the organ is renamed.
    """

    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    area_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, default=OrganKind.DEPARTMENT, db_default='department')
    superior = models.CharField(max_length=100, blank=True, db_default='')  # 上一级主管部门
    version = models.PositiveIntegerField()

    class Meta:
        db_table = 'catalogue_organ'
        ordering = ['credit_code']

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A body that sends people and counters into a hall (部门); people belong to it and work in the hall."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    area_code = models.CharField(max_length=12)
    # A code and not a foreign key, here and below: entries of the compacted topic arrive in any order.
    organ_code = models.CharField(max_length=18)
    version = models.PositiveIntegerField()

    class Meta:
        db_table = 'catalogue_department'
        ordering = ['code']

    def __str__(self) -> str:
        return self.name
