"""What comes with a form stays in memory, and is asked for its length before it is read."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govhall.look.middleware import Handler

MEBI = 2**20


class InMemory(MemoryFileUploadHandler):
    """Keeps each file of a form in memory.

    Django's own gives up where all files together are larger than one may be, and writes them to a temporary folder.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """`UploadMiddleware` has let it through."""
        self.activated = True


class UploadMiddleware:
    """Turns away what is too long before anything of it is read, also where nobody has to sign in: 413."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get('CONTENT_LENGTH') or '0'
        if length.isascii() and length.isdigit() and int(length) <= settings.UPLOAD_MEGABYTES * MEBI:
            return self.get_response(request)
        return render(request, '413.html', {'most': settings.UPLOAD_MEGABYTES}, status=413)
