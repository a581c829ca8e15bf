"""Who may sign in with a password, and for how long a session is somebody's: as long as the account is open."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from tenants.models import Person


class AccountBackend(ModelBackend):
    """Django's backend, for accounts that are locked, begin and end. Asked at each request: no statement more."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Whoever knows the password is told why an account is closed; the form turns them away."""
        return True

    def get_user(self, user_id: int) -> Person | None:
        """Whose session it is; nobody's from the moment at which the account is locked or ends."""
        found = super().get_user(user_id)
        return found if isinstance(found, Person) and found.is_open(timezone.now()) else None
