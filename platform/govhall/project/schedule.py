"""What runs by the clock, and when."""

from typing import Any

from celery.schedules import crontab


def schedule(*, watermark_seconds: int) -> dict[str, dict[str, Any]]:
    """The tasks of a cell; those that look for what was left behind run at night or every few seconds."""
    return {
        'watermarks': {'task': 'insight.send_watermarks', 'schedule': watermark_seconds},
        'sweep-files': {'task': 'casework.sweep_files', 'schedule': 15},
        'sweep-facts': {'task': 'casework.sweep_facts', 'schedule': 15},
        'sweep-arrivals': {'task': 'casework.sweep_arrivals', 'schedule': crontab(hour=4, minute=10)},
        'sweep-uploads': {'task': 'casework.sweep_uploads', 'schedule': crontab(hour=4, minute=40)},
        'sweep-online': {'task': 'casework.sweep_online', 'schedule': crontab(hour=3, minute=40)},
        'sweep-papers': {'task': 'casework.sweep_papers', 'schedule': 120},
        # Shortly after midnight: the working day for registering, and the fifth one without notice, have ended.
        'sweep-unopened': {'task': 'casework.sweep_unopened', 'schedule': crontab(minute=2)},
        'publish-forms': {'task': 'form_editor.publish_due', 'schedule': crontab(minute=1)},
        'publish-matters': {'task': 'matter_editor.publish_due', 'schedule': crontab(minute=3)},
        'sweep-intake': {'task': 'casework.sweep_intake', 'schedule': crontab(hour=0, minute=5)},
        'sweep-renewals': {'task': 'casework.sweep_renewals', 'schedule': crontab(hour=0, minute=15)},
        # On working days; the hall opens then (domain G7).
        'sweep-unattended': {'task': 'attendance.note_unattended', 'schedule': crontab(hour=9, minute=0)},
        'keep-partitions': {'task': 'federation.keep_partitions', 'schedule': crontab(hour=1, minute=20)},
        'seal-audit': {'task': 'tenants.seal_audit', 'schedule': crontab(hour=1, minute=40)},
        'sweep-chains': {'task': 'casework.sweep_chains', 'schedule': crontab(hour=2, minute=40)},
        'sweep-archive': {'task': 'casework.sweep_archive', 'schedule': crontab(hour=2, minute=10)},
        'sweep-provisional': {'task': 'casework.sweep_provisional', 'schedule': crontab(hour=3, minute=10)},
    }
