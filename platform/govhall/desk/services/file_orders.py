"""Ordering the file of a paper once more, where it was not made or takes too long."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from govhall.casework.selectors import case_for
from govhall.documents.draft import order_file
from govhall.documents.models import Notice
from govhall.documents.register.services import order_now
from govhall.documents.selectors import NoSuchPaper
from tenants.access import Actor


def order_again(*, uid: UUID, paper: UUID, hall: str, actor: Actor) -> Notice:
    """Let the worker try again at once; nothing happens to a paper that has its file. Raises NoSuchCase, NoSuchPaper.

    The act, its number and its text stand since the act itself: the case does not change.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(case_uid=case_for(uid, actor).uid, uid=paper).first()
        if notice is None:
            raise NoSuchPaper
        if notice.unmade:
            notice.state = Notice.State.ORDERED
            notice.save(update_fields=['state'])
            order_now(hall=hall, notice=notice.uid, at=timezone.now())
            order_file(hall=hall, notice=notice.uid)
        return notice
