"""Halls (服务大厅) as tenants, their host names and their village points."""

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class HallKind(models.TextChoices):
    """The five kinds of hall."""

    TOWNSHIP = 'township', '便民服务中心'
    BRANCH = 'branch', '分中心'
    COUNTY = 'county', '县级政务服务中心'
    CITY = 'city', '市级政务服务中心'
    PROVINCE = 'province', '省级政务服务中心'


class HallStatus(models.TextChoices):
    """Whether a hall is at work in this cell: only an open one may be written to."""

    OPEN = '', '办理中'
    LEAVING = 'leaving', '迁出中'  # closed here, and on its way to another cell
    GONE = 'gone', '已迁出'  # another cell holds it; what is left here is a copy
    ARRIVING = 'arriving', '迁入中'  # its copy is here, and the directory does not say so yet


class Hall(TenantMixin):
    """A hall of this cell: it has a schema of its own, a code that is never reused and an address prefix.

    Halls of other cells are known from the directory only (`federation.directory`).
    """

    auto_create_schema = False
    auto_drop_schema = False

    code = models.CharField(max_length=8, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=HallKind)
    area_code = models.CharField(max_length=12)
    parent_code = models.CharField(max_length=8, blank=True)
    closed_on = models.DateField(null=True)  # the first day on which it is closed; its schema stays readable
    successor_code = models.CharField(max_length=8, blank=True)
    status = models.CharField(
        max_length=8, choices=HallStatus, blank=True, default='', db_default='', db_column='standing'
    )

    class Meta:
        db_table = 'tenants_hall'
        ordering = ['code']

    def __str__(self) -> str:
        return self.name


class HostName(DomainMixin):
    """A host name of its own for a hall that has one; most halls are found by their path prefix."""

    class Meta:
        db_table = 'tenants_hostname'


class Point(models.Model):
    """A village's service point (村便民服务点) inside its township's hall; it is no tenant."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name='points')
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=64)
    block = models.CharField(max_length=2)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = 'tenants_point'
        ordering = ['code']
        constraints = [
            models.UniqueConstraint(fields=['hall', 'code'], name='point_once_a_hall'),
            # Each point numbers from a block of its own, so that it can do so without a line.
            models.UniqueConstraint(fields=['hall', 'block'], name='number_block_once_a_hall'),
        ]

    def __str__(self) -> str:
        return self.name
