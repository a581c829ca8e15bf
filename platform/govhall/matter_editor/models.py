"""A matter while it is being changed."""

from django.db import models

from govhall.drafts.models import CatalogueDraft


class MatterDraft(CatalogueDraft):
    """What administrators change of a matter, or a new own matter of a hall.

    `parts` are the parts of the catalogue's entry that this room changes, with `guide` and, of a new matter, `organ`.
    """

    hall_code = models.CharField(max_length=8)
    parts = models.JSONField()

    class Meta:
        db_table = 'matter_editor_draft'
        ordering = ['matter']
