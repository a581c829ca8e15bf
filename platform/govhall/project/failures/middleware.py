"""Refusals as pages that say what to do, and a page for every address that does not take what was sent."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from govhall.kernel.errors import Later, Refused
from govhall.look.failures import FailedStep, asks_only, failure, is_part, retry
from govhall.project.failures.expired import case_of
from govhall.project.failures.stored import phone_of, what_stands
from tenants.factors import FactorNeeded

log = structlog.get_logger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
LATER = '这一步暂时办不了，请过半分钟再试。'


class RefusalMiddleware:
    """Turns `Refused` into 409 and `Later` into 503. `Broken` stays a 500: somebody has to look.

    A page that has the form at hand shows the refusal itself (`refusals.show_refusal`); this is for all others.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return _not_taken(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for every exception of a view."""
        if isinstance(exception, FactorNeeded) and asks_only(request) and not is_part(request):
            return HttpResponseRedirect(str(exception.details['href']))
        if isinstance(exception, Refused):
            log.info('request_refused', outcome='refused', reason=exception.code)
            # Where the refusal names a better address, its button stands in place of the way back.
            return failure(request, 409, sentence=str(exception), go=exception.details.get('href'))
        if isinstance(exception, Later):
            log.warning('request_put_off', outcome='later', reason=type(exception).__name__)
            stands = what_stands(request)
            return retry(failure(request, 503, sentence=LATER, stands=stands, phone=phone_of(request)))
        return None


def _not_taken(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """405 with a way back: to the case, where the address is an act of one."""
    page = failure(
        request, 405, stands=FailedStep('没有改动任何内容。'), go=case_of(request), go_label='打开原来的页面'
    )
    page['Allow'] = response['Allow']
    return page
