"""A form while it is being changed."""

from django.db import models

from govhall.drafts.models import CatalogueDraft


class FormDraft(CatalogueDraft):
    """The form of a matter as administrators are changing it, and who may apply (`who`)."""

    form = models.JSONField()
    who = models.JSONField(null=True)

    class Meta:
        db_table = 'form_editor_draft'
