"""Serving a result (送达, 行政许可法 §44; ways as in 民事诉讼法 §88-95): what each way must say. Pure."""

from enum import StrEnum
from typing import NamedTuple

from govhall.kernel.errors import Refused

LONGEST_REFERENCE = 100


class WayOfService(StrEnum):
    """How a result was served."""

    DIRECT = 'direct'
    LEFT = 'left'
    POST = 'post'
    ENTRUSTED = 'entrusted'
    PUBLICATION = 'publication'
    ELECTRONIC = 'electronic'

    @property
    def label(self) -> str:
        """The way on screen and on paper."""
        return LABELS[self]

    @property
    def proof(self) -> str:
        """What the clerk writes down of this way (邮件号, …), if anything."""
        return REFERENCES.get(self, '')


LABELS = {
    WayOfService.DIRECT: '直接送达',
    WayOfService.LEFT: '留置送达',
    WayOfService.POST: '邮寄送达',
    WayOfService.ENTRUSTED: '委托送达',
    WayOfService.PUBLICATION: '公告送达',
    WayOfService.ELECTRONIC: '电子送达',
}
# What the reference of a way is; the other ways have none.
REFERENCES = {WayOfService.POST: '邮件号', WayOfService.ENTRUSTED: '受托机关', WayOfService.PUBLICATION: '公告载体'}
# Who signs the paper of service (送达回证), by the way; nobody does where the post or the system keeps the proof.
SIGNERS = {
    WayOfService.DIRECT: ('受送达人签字',),
    WayOfService.LEFT: ('送达人签字', '见证人签字'),
    WayOfService.ENTRUSTED: ('受托送达人签字', '受送达人签字'),
}


class ReferenceMissing(Refused):
    """The way of service has a proof, and it was not named."""

    code = 'REFERENCE_MISSING'
    sentence = '{way}请填写{what}，送达回证上要写明。'


class ReferenceTooLong(Refused):
    """More than fits on the paper."""

    code = 'REFERENCE_TOO_LONG'
    sentence = '{what}最多 {most} 个字。'


class ConsentMissing(Refused):
    """Nobody is served electronically who has not agreed to it."""

    code = 'CONSENT_MISSING'
    sentence = '电子送达要申请人同意，请先征得同意并勾选；不同意的，改用其他方式送达。'


class Service(NamedTuple):
    """How a result is served, as the clerk notes it; `consented` is the applicant's consent to electronic service."""

    way: WayOfService = WayOfService.DIRECT
    reference: str = ''
    consented: bool = False

    def checked(self) -> 'Service':
        """With what its way must say. Raises ReferenceMissing, ReferenceTooLong, ConsentMissing."""
        what, reference = self.way.proof, self.reference.strip()
        if what and not reference:
            raise ReferenceMissing(field='reference', way=self.way.label, what=what)
        if what and len(reference) > LONGEST_REFERENCE:
            raise ReferenceTooLong(field='reference', what=what, most=LONGEST_REFERENCE)
        if self.way is WayOfService.ELECTRONIC and not self.consented:
            raise ConsentMissing(field='consented')
        return self._replace(reference=reference if what else '')
