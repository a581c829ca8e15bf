"""A case with all that can stand beside one: files, papers, a charge on an order, a package in the archive."""

from dataclasses import dataclass

from govhall.archive.models import CaseArchive
from govhall.archive.services import archive_case
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.models import Case
from govhall.documents.models import Notice
from govhall.documents.sealed_file import make
from tenants.context import hall_context
from tests.builders.archived import DONE
from tests.builders.charging import TEST_FEE, assess, bill, charge_for
from tests.builders.files import PDF
from tests.builders.world import BIRTH, TOWNSHIP, World


@dataclass(frozen=True)
class WholeCase:
    """The case at the township, and what stands beside it."""

    case: Case
    content: str  # hash of its file
    notice: Notice
    fee: CaseFee
    order: PaymentOrder
    archive: CaseArchive


def whole_case(world: World, *, point: str = '') -> WholeCase:
    """A birth decided on the spot, charged and billed, delivered and archived; taken at this village point."""
    charge_for(BIRTH, TEST_FEE)
    chief = world.chief(TOWNSHIP)
    received = world.receive(TOWNSHIP, BIRTH, at=DONE, point=point)
    about = {'uid': received.uid, 'actor': chief, 'at': DONE}
    with hall_context(world.hall(TOWNSHIP)):
        case = attach_file(version=received.version, paper=received.papers[0].code, content=PDF, **about)
        case = decide_on_the_spot(version=case.version, **about)
        (fee,) = assess(case, chief)
        order = bill(case, chief)
        case.refresh_from_db()
        case = deliver_case(version=case.version, **about)
        archive = archive_case(uid=case.uid, at=DONE)
        case.refresh_from_db()
        (paper,) = (one for one in case.papers if one.files)
        notice = make(Notice.objects.filter(case_uid=case.uid).order_by('number')[0].uid, hall=TOWNSHIP, at=DONE)
        return WholeCase(case, paper.files[0].hash, notice, fee, order, archive)
