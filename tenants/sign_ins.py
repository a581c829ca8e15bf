"""Wrong passwords: who has to wait after them. Axes writes attempts and sign-ins down and asks here.

Five wrong ones in a quarter of an hour make an account wait at one address (axes' own count, in the database). Beside
it, by `Door`: an address with a hundred wrong ones for whatever accounts waits; and an account that is guessed at from
many addresses leaves two tries a day to each address that it does not know. A device on which the account has signed in
before has a count of its own and does not feel any of that. So nobody shuts out a clerk from outside.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_failure_limit
from django.http import HttpRequest

from tenants.devices import device_of
from tenants.throttle import Door

STRANGERS = Door('sign-in', of_pair=1_000_000)  # of an account at an address axes counts
DEVICES = Door('sign-in device', of_thing=1_000_000)


class SignIns(AxesDatabaseHandler):
    """Axes' handler with these counts."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The wrong passwords that count for this request; the limit itself where another count is full."""
        limit: int = get_failure_limit(request, credentials)
        name = _name(request, credentials)
        if device := device_of(request, name):
            return limit if DEVICES.closed(name, device) else 0
        if STRANGERS.closed(name, request.axes_ip_address):  # type: ignore[attr-defined]
            return limit
        return int(super().get_failures(request, credentials))

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: object
    ) -> None:
        """Count a wrong password, unless the account has to wait already."""
        if request is not None and not request.axes_locked_out:  # type: ignore[attr-defined]
            name = _name(request, credentials)
            if device := device_of(request, name):
                DEVICES.note_wrong(name, device)
            else:
                STRANGERS.note_wrong(name, request.axes_ip_address)  # type: ignore[attr-defined]
        super().user_login_failed(sender, credentials, request, **kwargs)

    def user_logged_in(self, sender: object, request: HttpRequest, user: Any, **kwargs: object) -> None:
        """Forget earlier mistakes of who has shown the right one."""
        name = user.get_username()
        if device := device_of(request, name):
            DEVICES.note_right(name, device)
        else:
            STRANGERS.note_right(name, request.axes_ip_address)  # type: ignore[attr-defined]
        super().user_logged_in(sender, request, user, **kwargs)


def _name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    return str(get_client_username(request, credentials) or '')
