"""Papers that a hall issues (文书)."""

from django.db import models

from govhall.casework.models.case import Case
from tenants.sealing import SealedText


class Notice(models.Model):
    """A printable paper of a case, as the receipt (01 申请材料接收凭证); made beside the request."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name='notices')
    code = models.CharField(max_length=4)
    html = SealedText()
    made_at = models.DateTimeField()

    class Meta:
        db_table = 'casework_notice'
        constraints = [models.UniqueConstraint(fields=['case', 'code'], name='notice_once_a_case')]
