"""Which hall an address belongs to.

django-tenants' own subfolder middleware builds a resolver and clears all URL caches at every request; moving the
prefix into SCRIPT_NAME keeps one URL table for all halls.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix

from tenants.addresses import address_of
from tenants.audit import asked_from
from tenants.context import enter, leave
from tenants.models import Hall
from tenants.selectors import hall_by_slug

PREFIX = '/h/'


class HallMiddleware:
    """Resolve `/h/<slug>/…` to its hall and set the schema; other addresses see the public schema only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request in its hall and leave the connection in the public schema."""
        leave()
        prefix = get_script_prefix()
        request.hall = None  # type: ignore[attr-defined]
        request.urlconf = 'govhall.project.urls'
        if request.path_info.startswith(PREFIX):
            self._into_hall(request)
        try:
            with asked_from(address_of(request)):
                return self.get_response(request)
        finally:
            set_script_prefix(prefix)
            leave()

    def _into_hall(self, request: HttpRequest) -> None:
        slug, _, rest = request.path_info[len(PREFIX) :].partition('/')
        hall = hall_by_slug(slug)
        if hall is None:
            request.urlconf = 'govhall.project.no_hall_urls'
            return
        enter(hall)
        request.hall = hall  # type: ignore[attr-defined]
        request.path_info = f'/{rest}'
        request.urlconf = 'govhall.project.moving_urls' if hall.status else 'govhall.project.hall_urls'
        script = f'{request.META.get("SCRIPT_NAME", "")}{PREFIX}{slug}'
        request.META['SCRIPT_NAME'] = script
        set_script_prefix(f'{script}/')


def hall_of(request: HttpRequest) -> Hall:
    """The hall of the request's address; 404 on the cell's public pages."""
    hall: Hall | None = getattr(request, 'hall', None)
    if hall is None:
        raise Http404
    return hall
