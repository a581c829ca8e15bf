"""Who sends which buckets now."""

from django.db import models


class Lease(models.Model):
    """The right of one relay to send a bucket (fed_lease), until it expires unless it is renewed.

    `fence` grows whenever a bucket changes hands by being taken: what a relay does under an older one is refused. An
    empty `owner` is a bucket that was given back.
    """

    bucket = models.SmallIntegerField(primary_key=True)
    owner = models.CharField(max_length=120, db_default='')
    fence = models.BigIntegerField(db_default=0)
    expires = models.DateTimeField()

    class Meta:
        db_table = 'fed_lease'


class LiveRelay(models.Model):
    """A relay that says that it lives (fed_relay), so that the others leave it its share even before it has any."""

    owner = models.CharField(max_length=120, primary_key=True)
    expires = models.DateTimeField()

    class Meta:
        db_table = 'fed_relay'
