"""How long somebody stays signed in: ten hours from signing in, and half an hour at a desk that nobody works at.

When somebody was last seen stands in their session and is written every few minutes only: no call pays for it.
"""

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

SEEN = 'seen'
WRITTEN_SECONDS = 4 * 60


def begin(sender: object, request: HttpRequest, **_: Any) -> None:
    """Somebody has signed in: from now on both times run, and the first does not move when the second is written."""
    request.session[SEEN] = int(time.time())
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def end_if_idle(request: HttpRequest) -> None:
    """End the session of somebody who has not been seen for too long; remember now and then that they were."""
    now, seen = int(time.time()), request.session.get(SEEN)
    since = now - seen if isinstance(seen, int) else WRITTEN_SECONDS
    if since > settings.IDLE_SECONDS:
        logout(request)
    elif since >= WRITTEN_SECONDS:
        request.session[SEEN] = now


user_logged_in.connect(begin, dispatch_uid='govhall.sessions')
