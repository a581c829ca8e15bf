"""Retiring a matter (取消事项): where the catalogue is entered, from where it is effective in every hall."""

from datetime import datetime

import msgspec
from django.db import transaction
from django.db.models import Q

from federation.contracts.catalogue import MatterEntered
from federation.outbox.services import publish_entry
from govhall.catalogue.entries import entry_of, store, topic_key
from govhall.catalogue.models import Matter
from govhall.kernel.errors import Refused


class NoSuchMatter(Refused):
    """No matter has this code, or it is retired by the moment given."""

    code = 'NO_SUCH_MATTER'
    sentence = '没有查到在此时仍有效的事项 {matter}，请核对事项编码。'


class RetiredBeforeItBegan(Refused):
    """A matter can't end before the day on which it began."""

    code = 'RETIRED_BEFORE_IT_BEGAN'
    sentence = '事项 {matter} 的取消日期应晚于生效日期，请更正。'


def retire_matter(*, code: str, at: datetime) -> int:
    """Let a matter end at a moment (aware), here at once and elsewhere when the message arrives; the new version.

    From then on nothing is received for it anywhere, whatever grants stand; cases received before are finished under
    the version that they came under. Raises NoSuchMatter and RetiredBeforeItBegan.
    """
    with transaction.atomic():
        standing = Matter.objects.select_for_update().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), code=code)
        matter = standing.first()
        if matter is None:
            raise NoSuchMatter(field='code', matter=code)
        if at <= matter.valid_from:
            raise RetiredBeforeItBegan(field='valid_to', matter=code)
        retired = msgspec.structs.replace(entry_of(MatterEntered, matter), valid_to=at, version=matter.version + 1)
        store(retired)
        publish_entry('catalogue', key=topic_key(retired), message=retired)
    return retired.version
