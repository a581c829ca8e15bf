"""What the editor does by the clock."""

from celery import shared_task
from django.utils import timezone

from govhall.form_editor.services import publish_due


@shared_task(name='form_editor.publish_due')
def publish_due_forms() -> int:
    """Publish the forms whose day has come; how many were sent."""
    return publish_due(on=timezone.localdate())
