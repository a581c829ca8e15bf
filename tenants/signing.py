"""What the audit keeps of signing in and out."""

from django.core.cache import cache
from redis.exceptions import RedisError

from tenants.audit import Action, login_digest, record_of
from tenants.models import Person

LOCKED_SECONDS = 15 * 60


def note_signing(action: Action, person: Person) -> None:
    """Somebody has signed in or out."""
    record_of(action, person=person.pk, name=person.name, subject=person.username, detail={})


def note_failure(typed: str, *, locked: bool) -> None:
    """Somebody could not sign in; a lock is written down once, however often it is tried meanwhile.

    A login that does not exist stands as its digest: it may be a password, typed into the wrong field.
    """
    person = Person.objects.filter(username=typed).first()
    subject = person.username if person else f'#{login_digest(typed)}'
    if locked and _is_known(subject):
        return
    action = Action.LOCKED_OUT if locked else Action.SIGN_IN_FAILED
    record_of(action, person=None, name='', subject=subject, detail={'known': person is not None})


def _is_known(subject: str) -> bool:
    try:
        return not cache.add(f'audit:locked:{subject}', 1, LOCKED_SECONDS)
    except RedisError:
        return False
