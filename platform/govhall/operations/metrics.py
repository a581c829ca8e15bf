"""Figures as Prometheus reads them: counted when asked, without a hall's or a person's name.

They are of the whole cell and come from its database. django-prometheus has none of them: it counts requests and
statements of one process, and takes the place of the database backend, which is that of django-tenants.
"""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from federation.watch import selectors
from federation.watch.models import Heartbeat
from federation.watch.rules import alive
from govhall.archive.chains.services import standing_faults
from govhall.operations.health import degraded
from govhall.operations.message_monitor.faults import wrong_now
from govhall.operations.metrics_guard import for_monitoring
from tenants.clock import clock
from tenants.context import halls_served
from tenants.models import SetAside
from tenants.space import free_bytes, held, quota

# Named even while they are 0: an alarm on a figure that does not exist never rings.
TOTALS = {
    'outbox_rows': 'messages that have not left',
    'outbox_oldest_seconds': 'age of the oldest of them',
    'parked': 'messages that arrived and wait',
    'gap_oldest_seconds': 'how long the oldest waits for the one before it',
    'streams_gap': 'streams in which one is missing',
    'streams_blocked': 'streams stopped by a message that could not be applied, must stay 0',
    'streams_conflict': 'streams whose sender contradicts itself, must stay 0',
    'quarantined': 'records set aside',
    'quarantined_last_day': 'records set aside within a day',
    'receipts_behind': 'streams of which not all is acknowledged',
    'receipts_behind_oldest_seconds': 'since when the oldest of them waits',
    'doubtful': 'streams acknowledged further than they were said, must stay 0',
    'comparison_told': 'days and pairs not compared yet',
    'comparison_equal': 'days and pairs proved equal',
    'comparison_repaired': 'days and pairs equal after sending again',
    'comparison_differs': 'days and pairs that differ, must stay 0',
}


class MessageMetrics(Collector):
    """Everything that is known at this moment."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Counts of the database, then what processes say of themselves."""
        totals, beats, now = selectors.totals(), selectors.heartbeats(), timezone.now()
        for name, meaning in TOTALS.items():
            yield GaugeMetricFamily(f'govhall_{name}', meaning, value=totals.get(name, 0.0))
        broken = standing_faults()
        yield GaugeMetricFamily('govhall_wrong', 'codes of what is wrong now', value=len(wrong_now(totals, beats, now)))
        yield GaugeMetricFamily('govhall_chains_broken', 'faults in the chains of cases, must stay 0', value=broken)
        yield GaugeMetricFamily('govhall_degraded', 'codes of what is worse than it should be', value=len(degraded()))
        yield GaugeMetricFamily('govhall_online_bytes', 'files of people without an account', value=held().cell)
        yield GaugeMetricFamily('govhall_online_quota_bytes', 'how much of it is taken at most', value=quota())
        yield GaugeMetricFamily('govhall_disk_free_bytes', 'free where the cell keeps its files', value=free_bytes())
        yield GaugeMetricFamily('govhall_clock_ahead_seconds', 'web before database, below 0: behind', clock.ahead())
        yield from _of_items(now)
        served = GaugeMetricFamily('govhall_halls_served', 'halls that a connection has served', labels=['process'])
        served.add_metric(['web'], halls_served())
        yield from (served, *_of_processes(alive(beats, now), served))


def _of_items(now: datetime) -> Iterator[GaugeMetricFamily]:
    """What background work could not do."""
    found = SetAside.objects.aggregate(count=Count('*'), oldest=Min('first_at'))
    since = (now - found['oldest']).total_seconds() if found['oldest'] else 0.0
    yield GaugeMetricFamily('govhall_items_aside', 'items that background work could not do', value=found['count'])
    yield GaugeMetricFamily('govhall_items_aside_oldest_seconds', 'since when the oldest of them waits', value=since)


def _of_processes(beats: list[Heartbeat], served: GaugeMetricFamily) -> Iterator[GaugeMetricFamily]:
    living = GaugeMetricFamily('govhall_processes', 'relays and intakes that live', labels=['kind'])
    for kind in ('relay', 'intake'):
        living.add_metric([kind], sum(beat.kind == kind for beat in beats))
    yield living
    lag = GaugeMetricFamily('govhall_lag', 'records that the intake has not read', labels=['process', 'topic'])
    counters: dict[str, GaugeMetricFamily] = {}
    for beat in beats:
        for name, value in beat.state.items():
            if name == 'lag':
                for topic, count in value.items():
                    lag.add_metric([beat.process, topic], count)
            elif name == 'halls_served':
                served.add_metric([beat.process], value)
            else:
                family = counters.setdefault(
                    name, GaugeMetricFamily(f'govhall_{_full(name)}', name, labels=['process'])
                )
                family.add_metric([beat.process], float(bool(value) if not isinstance(value, int) else value))
    yield from (lag, *counters.values())


def _full(name: str) -> str:
    return name if name.startswith('relay_') else f'intake_{name}'


@login_not_required
@never_cache
@require_safe
@for_monitoring
def metrics(request: HttpRequest) -> HttpResponse:
    """GET all figures as text."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(MessageMetrics())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@login_not_required
@never_cache
@require_safe
@for_monitoring
def road_health(request: HttpRequest) -> HttpResponse:
    """GET the codes of what is wrong with the road; 503 if there is any."""
    found = wrong_now(selectors.totals(), selectors.heartbeats(), timezone.now())
    return JsonResponse({'wrong': found}, status=503 if found else 200)
