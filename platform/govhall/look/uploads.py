"""What comes with a form stays in memory, and is asked for its length before it is read."""

from collections.abc import Callable
from math import inf
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse

from govhall.kernel.typed import whole
from govhall.look.failures import failure
from govhall.look.middleware import Handler

MEBI = 2**20
View = TypeVar('View', bound=Callable[..., HttpResponse])


class InMemory(MemoryFileUploadHandler):
    """Keeps each file of a form in memory.

    Django's own gives up where all files together are larger than one may be, and writes them to a temporary folder.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """`UploadMiddleware` has let it through."""
        self.activated = True


def takes_files(view: View) -> View:
    """Mark a view whose form brings files; every other page takes a form's text only."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class UploadMiddleware:
    """Turns away what is too long before anything of it is read, also where nobody has to sign in: 413."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, view: Any, *_: object) -> HttpResponse | None:
        """Called before anything reads the body: a page without files takes less."""
        if getattr(view, 'takes_files', False) or _length(request) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None
        return failure(request, 413, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEBI)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) <= settings.UPLOAD_MEGABYTES * MEBI:
            return self.get_response(request)
        return failure(request, 413, most=settings.UPLOAD_MEGABYTES)


def _length(request: HttpRequest) -> float:
    length = whole(request.META.get('CONTENT_LENGTH') or '0', digits=15)
    return inf if length is None else length
