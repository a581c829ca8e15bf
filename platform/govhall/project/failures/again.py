"""The form of a failed request once more, so that nothing that was typed is lost; pressing is up to the person."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token

from govhall.look.failures import ResendForm, asks_only, is_part
from tenants.carried import typed_in


def again_of(request: HttpRequest) -> ResendForm | None:
    """The form, if it came from a page of ours: what another site made up is not offered for pressing."""
    if asks_only(request) or is_part(request) or not _from_here(request):
        return None
    try:
        fields = typed_in(request)
    except (OSError, RawPostDataException, SuspiciousOperation):
        return None
    if not fields:
        return None
    return ResendForm(request.get_full_path(), fields, get_token(request), bool(request.FILES))


def _from_here(request: HttpRequest) -> bool:
    try:
        own = f'{request.scheme}://{request.get_host()}'
    except SuspiciousOperation:
        return False
    origin = request.headers.get('Origin')
    if origin is not None:
        return origin == own
    return request.headers.get('Referer', '').startswith(f'{own}/')
