"""What every draft has."""

from django.db import models


class CatalogueDraft(models.Model):
    """What administrators are changing of a matter; at most one for each matter, nobody else sees it.

    `base` is what was published when it was begun, None for what is new. `version` grows with every change. On
    `publish_on` it is published.
    """

    matter = models.CharField(max_length=36, primary_key=True)
    base = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    publish_on = models.DateField(null=True)
    changed_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f'{self.matter} v{self.version}'
