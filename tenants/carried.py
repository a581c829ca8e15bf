"""What somebody had typed when their session was over: carried through the sign-in page, sealed, for the same person.

The page holds it, nothing is stored here. Files are not carried, and passwords never.
"""

import base64
import time
import zlib
from typing import Any

import msgspec
from django.http import HttpRequest

from govhall.doors.middleware import AS_IT_IS
from govhall.kernel.sealing import Unreadable
from tenants.devices import last_here, mark_of
from tenants.sealing import keyring

FRESH_SECONDS = 30 * 60
LONGEST = 500_000  # characters that are typed in one form
_PLACE = {'hall': 'public', 'column': 'sign_in.carried'}
_NOT_TYPED = AS_IT_IS | {'csrfmiddlewaretoken', 'carried', 'next'}


class CarriedForm(msgspec.Struct, frozen=True):
    """A form that was sent: to which address, what was typed, by whom as the device remembers, and when."""

    action: str
    page: str
    fields: list[tuple[str, str]]
    files: bool
    mark: str
    at: float


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form without its token, passwords and files; none where it is too long."""
    found = [(name, str(one)) for name, all_of in request.POST.lists() if name not in _NOT_TYPED for one in all_of]
    return found if sum(len(name) + len(value) for name, value in found) <= LONGEST else []


def carry(request: HttpRequest, *, page: str) -> str:
    """The form as a text for the sign-in page; `page` is where the person goes on without it."""
    carried = CarriedForm(
        action=request.get_full_path(),
        page=page,
        fields=typed_in(request),
        files=bool(request.FILES),
        mark=last_here(request),
        at=time.time(),
    )
    return base64.b64encode(keyring().seal(zlib.compress(msgspec.json.encode(carried)), **_PLACE)).decode()


def opened(text: str) -> CarriedForm | None:
    """The form again; None where it is too old, damaged or not ours."""
    try:
        sealed = keyring().open(base64.b64decode(text, validate=True), **_PLACE)
        carried = msgspec.json.decode(zlib.decompress(sealed), type=CarriedForm)
    except (Unreadable, ValueError, zlib.error, msgspec.MsgspecError):
        return None
    return carried if time.time() - carried.at <= FRESH_SECONDS else None


def is_of(carried: CarriedForm, person: Any) -> bool:
    """Whether this person was the last to sign in on that device before."""
    return bool(carried.mark) and carried.mark == mark_of(person.get_username())
