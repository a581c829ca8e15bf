"""Celery of one cell: what runs beside the counters, and when."""

import os
from typing import Any

import structlog
from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'govhall.project.settings')

app = Celery('govhall')
app.config_from_object('django.conf:settings', namespace='CELERY')
app.autodiscover_tasks()


@task_prerun.connect
def begin_task(task: Any, **_: object) -> None:
    """Close a connection that is broken or too old, as Django does between requests, and name the task in each line."""
    if not task.request.is_eager:
        close_old_connections()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(task=task.name, run=task.request.id)
