"""The smallest program that a web server can run: says how long the body was that it was given."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

if not settings.configured:
    settings.configure(UPLOAD_MEGABYTES=1)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Read the body as Django does, and answer with its length, or with so many bytes as the address asks for."""
    length = int(environ.get('CONTENT_LENGTH') or 0)
    path = environ['PATH_INFO'].strip('/')
    answer = os.urandom(1) * int(path) if path.isdigit() else b''
    if not answer and path != 'unread':
        answer = str(len(environ['wsgi.input'].read(length))).encode()
    start_response('200 OK', [('Content-Type', 'text/plain'), ('Content-Length', str(len(answer)))])
    return [answer]
