"""A matter while it is being changed."""

from django.db import models


class MatterDraft(models.Model):
    """What administrators change of a matter, or a new own matter of a hall; at most one draft for each matter.

    `parts` are the parts of the catalogue's entry that this room changes, with `guide` and, of a new matter, `organ`.
    `base` is what they were when the draft was begun, None for a new matter. On `publish_on` it is published.
    """

    matter = models.CharField(max_length=36, primary_key=True)
    hall_code = models.CharField(max_length=8)
    parts = models.JSONField()
    base = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    publish_on = models.DateField(null=True)
    changed_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = 'matter_editor_draft'
        ordering = ['matter']

    def __str__(self) -> str:
        return f'{self.matter} v{self.version}'
