"""What people see of a hall while it moves, and after it has."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from govhall.kernel.errors import Refused
from govhall.kernel.kept import forget
from govhall.look.failures import failure, retry
from tenants.hall_moves import HallIsMoving, refusal_of, status_of
from tenants.middleware import hall_of

RETRY_SECONDS = 60
Handler = Callable[[HttpRequest], HttpResponse]


class MovingMiddleware:
    """The database refuses a hall that closed a moment ago, before this process has read so: the page says why."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for every exception of a view."""
        hall = getattr(request, 'hall', None)
        if not isinstance(exception, ProgrammingError) or hall is None:
            return None
        refusal = refusal_of(status_of(hall.code))
        if refusal is None:
            return None
        forget()
        return _answer(request, refusal)


@csrf_exempt
@login_not_required
def moving_page(request: HttpRequest) -> HttpResponse:
    """Whatever was asked for: nothing is saved, and nobody has to sign in to learn why."""
    return _answer(request, refusal_of(status_of(hall_of(request).code)) or HallIsMoving())


def _answer(request: HttpRequest, refusal: Refused) -> HttpResponse:
    response = failure(request, 503, template='operations/moving.html', sentence=str(refusal), code=refusal.code)
    return retry(response, RETRY_SECONDS) if isinstance(refusal, HallIsMoving) else response
