"""The tables of one hall: few, so that thousands of halls stay affordable."""

from govhall.casework.models.archive import CaseArchive
from govhall.casework.models.case import Case
from govhall.casework.models.event import CaseEvent
from govhall.casework.models.fee import CaseFee, PaymentOrder
from govhall.casework.models.online import OnlineApplication
from govhall.casework.models.request import CaseRequest
from govhall.casework.models.serial import Serial
from govhall.files.models import Material

__all__ = [
    'Case',
    'CaseArchive',
    'CaseEvent',
    'CaseFee',
    'CaseRequest',
    'Material',
    'OnlineApplication',
    'PaymentOrder',
    'Serial',
]
