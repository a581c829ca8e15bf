"""Celery of one cell: what runs beside the counters, and when."""

import os
from typing import Any

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'govhall.project.settings')

app = Celery('govhall')
app.config_from_object('django.conf:settings', namespace='CELERY')
app.autodiscover_tasks()


@task_prerun.connect
def check_connections(task: Any, **_: object) -> None:
    """Close a connection that is broken or too old, as Django does between two requests."""
    if not task.request.is_eager:
        close_old_connections()
