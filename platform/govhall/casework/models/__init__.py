"""The case and what belongs to it alone: few tables, so that thousands of halls stay affordable."""

from govhall.casework.models.case import Case
from govhall.casework.models.event import CaseEvent
from govhall.casework.models.request import CaseRequest
from govhall.casework.models.serial import Serial

__all__ = ['Case', 'CaseEvent', 'CaseRequest', 'Serial']
