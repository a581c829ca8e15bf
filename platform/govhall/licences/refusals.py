"""What the register of licences refuses."""

from govhall.kernel.errors import Refused


class LicenceNumberTaken(Refused):
    """Another licence of this kind has the number."""

    code = 'LICENCE_NUMBER_TAKEN'
    status = 409
    sentence = '编号 {number} 在证照台账里已经有了，请核对证件上印的编号。'


class NoSuchLicence(Refused):
    """No licence that the person may see has this number."""

    code = 'NO_SUCH_LICENCE'
    status = 404
    sentence = '台账里没有这个编号的证照，请照着证件上的编号再输一遍；上线以前发的，请管理员先从“导入导出”里导入。'
