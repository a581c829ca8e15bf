"""What the editor does by the clock."""

import structlog
from celery import shared_task
from django.utils import timezone

from govhall.form_editor.services import DRAFTS
from tenants.sweep import each

SWEEP = 'form_editor.publish_due'
log = structlog.get_logger(__name__)


@shared_task(name=SWEEP)
def publish_due_forms() -> None:
    """Publish the forms whose day has come, each for itself: one that can't be is set aside for the operator."""
    today = timezone.localdate()
    swept = each(DRAFTS.due(on=today), lambda matter: DRAFTS.publish_due(matter, on=today), task=SWEEP)
    log.info('forms_published', count=swept.done, failed=swept.failed)
