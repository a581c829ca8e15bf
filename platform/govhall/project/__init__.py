"""Settings, addresses and processes: the only room that knows all others."""

from govhall.project.celery import app as celery_app

__all__ = ['celery_app']
