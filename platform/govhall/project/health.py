"""Whether this cell's web can work: for balancers and supervisors."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """GET database and valkey as true or false, and the codes of what is wrong; 503 when one of them is away.

    Only what this web itself needs: a stream that stands still is no reason to send people elsewhere (see road/).
    """
    found = {'database': _database(), 'valkey': _valkey()}
    wrong = [f'{name}_away' for name, is_there in found.items() if not is_there]
    return JsonResponse({**found, 'wrong': wrong}, status=503 if wrong else 200)


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
