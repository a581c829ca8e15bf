"""Celery of one cell: what runs beside the counters, and when."""

import os
import sys
from typing import Any

import django
import structlog
from celery import Celery
from celery.signals import import_modules, task_prerun, worker_process_init
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'govhall.project.settings')


@import_modules.connect  # before Celery's own receiver, which would show a stack
def set_up(**_: object) -> None:
    """End worker or beat with sentences where a setting is missing or weak."""
    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        sys.exit(f'govhall does not start:\n{wrong}')


app = Celery('govhall', task_cls='tenants.tasks:GuardedTask')  # by the settings it can't be told
app.config_from_object('django.conf:settings', namespace='CELERY')
app.autodiscover_tasks()


@worker_process_init.connect
def watch_the_clock(**_: object) -> None:
    """A worker deems, deletes and archives by the clock of its machine; the first comparison is made after the fork."""
    from tenants.clock import clock  # noqa: PLC0415 - Django must be set up first

    clock.watch()


@task_prerun.connect
def begin_task(task: Any, **_: object) -> None:
    """Close a connection that is broken or too old, as Django does between requests, and name the task in each line."""
    if not task.request.is_eager:
        close_old_connections()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(task=task.name, run=task.request.id)
