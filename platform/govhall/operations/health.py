"""Three answers about this cell's web, for supervisors, balancers and alarms: alive, ready, degraded."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from govhall.catalogue.forms_aside import is_any_aside
from govhall.operations.metrics_guard import for_monitoring
from tenants.clock import TOLERANCE_SECONDS, clock
from tenants.space import NEARLY, held, is_low, quota


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """GET that this process answers; it asks nobody. A supervisor starts again what does not."""
    return JsonResponse({'alive': True})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """GET whether the counters work here; 503 sends people elsewhere. Only without the database they do not."""
    is_ready = _database()
    return JsonResponse({'ready': is_ready}, status=200 if is_ready else 503)


@login_not_required
@never_cache
@require_safe
@for_monitoring
def degraded_health(request: HttpRequest) -> HttpResponse:
    """GET the codes of what is worse than it should be while the counters work; 503 if there is any."""
    found = degraded() if _database() else ['database_away']
    return JsonResponse({'degraded': found}, status=503 if found else 200)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """GET database and valkey as true or false, and which is away; the status is that of `ready`."""
    found = {'database': _database(), 'valkey': _valkey()}
    wrong = [f'{name}_away' for name, is_there in found.items() if not is_there]
    return JsonResponse({**found, 'wrong': wrong}, status=200 if found['database'] else 503)


def degraded() -> list[str]:
    """What an operator is to look at, worst first: only a wrong clock stops the counters."""
    found = {
        'clock_wrong': abs(clock.ahead()) > TOLERANCE_SECONDS,
        'disk_low': is_low(for_public=True),
        'valkey_away': not _valkey(),
        'online_filling': held().cell > quota() * NEARLY,
        'forms_set_aside': is_any_aside(),
    }
    return [code for code, is_so in found.items() if is_so]


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute('SELECT 1')
    except DatabaseError:
        return False
    return True


def _valkey() -> bool:
    try:
        cache.get('healthz')
    except RedisError:
        return False
    return True
