"""The certificate of a grant (证照): what may be made, and when it may be handed over (行政许可法 §39, §44)."""

from govhall.kernel.errors import Refused

LONGEST_NUMBER = 60


class NothingToMake(Refused):
    """The matter has no certificate, or this hall has not granted it."""

    code = 'NOTHING_TO_MAKE'
    status = 409
    sentence = '这件事没有要在本大厅制作的证件：只有本大厅准予、目录里写明发证的事项才制证，不用在这里制作。'


class NumberTooLong(Refused):
    """A number that no certificate has."""

    code = 'NUMBER_TOO_LONG'
    sentence = '证件编号最多 {most} 个字，请核对证件上印的编号。'


class LicenceNotMade(Refused):
    """The applicant is to get the certificate, not the decision alone (§44)."""

    code = 'LICENCE_NOT_MADE'
    status = 409
    sentence = '{name}还没有制作，不能送达。由作出决定的大厅制证后，再交给申请人。'
