"""The months of evidence, kept by a daily task."""

import structlog
from celery import shared_task
from django.db import connection

log = structlog.get_logger()


@shared_task(name='federation.keep_partitions')
def keep_partitions() -> None:
    """Make the partitions of the coming months, and drop those that nobody needs: see fed_drop_partitions."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT public.fed_make_partitions()')
        cursor.execute('SELECT public.fed_drop_partitions()')
        dropped = [row[0] for row in cursor.fetchall()]
    if dropped:
        log.info('partitions_dropped', tables=dropped)
