"""Celery of one cell: what runs beside the counters, and when."""

import os

from celery import Celery

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'govhall.project.settings')

app = Celery('govhall')
app.config_from_object('django.conf:settings', namespace='CELERY')
app.autodiscover_tasks()
