"""A form while it is being changed."""

from django.db import models


class FormDraft(models.Model):
    """The form of a matter as administrators are changing it; at most one for each matter, nobody else sees it.

    `base` is the form that it began with. `version` grows with every change. On `publish_on` it is published.
    """

    matter = models.CharField(max_length=36, primary_key=True)
    form = models.JSONField()
    who = models.JSONField(null=True)
    base = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    publish_on = models.DateField(null=True)
    changed_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = 'form_editor_draft'

    def __str__(self) -> str:
        return f'{self.matter} v{self.version}'
