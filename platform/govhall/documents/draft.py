"""A paper is numbered inside the transaction of its act; its text is handed in, and its file follows the commit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import choice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import UUIDField

from govhall.catalogue.authority import Reliance
from govhall.documents.models import Notice
from govhall.documents.organs import OrganFacts, organ_facts
from govhall.documents.register.services import next_serial, waiting_part
from govhall.documents.rules.papers import book_name, number_of
from govhall.kernel.china import CHINA
from govhall.kernel.ids import new_uid
from govhall.kernel.numbering import QUERY_WORD_ALPHABET
from govhall.kernel.recordset import StatementPart
from tenants.bulk_write import inserting
from tenants.compiled_query import CompiledRows, Param
from tenants.queue import order_after_commit

MAKE_FILE = 'casework.make_file'  # the task in documents.tasks
PROOF_LENGTH = 16  # 78 random bits: nobody finds a paper by guessing


@dataclass(slots=True)
class Draft:
    """A paper with its number, whose text waits for the end of the change; `data` is what it speaks of."""

    notice: Notice
    organ: OrganFacts
    data: dict[str, Any] = field(default_factory=dict)


class SignedBy(NamedTuple):
    """By whose act a paper is issued and when, and the letter that lets the person use the organ's seal."""

    letter: str | None
    person: int | None
    at: datetime


# The papers that a case has: their kinds and numbers only.
papers_of = CompiledRows(lambda: Notice.objects.filter(case_uid=Param('case', UUIDField())).defer('content_data'))


def take_number(case: UUID, code: str, relied: Reliance, *, signed: SignedBy) -> Draft:
    """Take the next number of the organ's book for a paper of this kind; it is stored by `written`."""
    organ = organ_facts(relied.organ_code, relied.organ_name)
    year = signed.at.astimezone(CHINA).year
    book = book_name(area=organ.area, organ=organ.short_name, code=code)
    serial = next_serial(organ_code=relied.organ_code, code=code, year=year)
    notice = Notice(
        uid=new_uid(),
        case_uid=case,
        code=code,
        number=number_of(book=book, year=year, serial=serial),
        organ_code=relied.organ_code,
        organ_name=relied.organ_name,
        relied_on=relied.as_dict() | {'seal': signed.letter, 'person': signed.person},
        proof=''.join(choice(QUERY_WORD_ALPHABET) for _ in range(PROOF_LENGTH)),
        acted_at=signed.at,
    )
    return Draft(notice, organ)


def written(notices: Sequence[Notice], *, hall: str, at: datetime) -> list[StatementPart]:
    """Papers with their text, as parts of a statement; their files are ordered after the commit."""
    for notice in notices:
        order_file(hall=hall, notice=notice.uid)
    waiting = waiting_part(hall=hall, notices=[notice.uid for notice in notices], at=at)
    return [*inserting(Notice, notices), waiting]


def order_file(*, hall: str, notice: UUID) -> None:
    """Queue the file after the commit; if the queue is away, the sweep finds what waits."""
    # By name: the web and the intake never load what typesets and seals.
    order_after_commit(MAKE_FILE, hall=hall, notice=str(notice))
