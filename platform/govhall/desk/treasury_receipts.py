"""The number of a treasury receipt as it is typed on a page."""

from govhall.doors.refusals import typed_line
from tenants.access import StaffRequest

LONGEST = 30  # with the spaces that stand between figures


def typed_receipt(request: StaffRequest, prefix: str) -> tuple[str, str, str]:
    """Code, number and check code of `desk/receipt_fields.html`. Raises NotFilledIn."""
    code = typed_line(request.POST, f'{prefix}_code', label='票据代码', most=LONGEST)
    number = typed_line(request.POST, f'{prefix}_number', label='票据号码', most=LONGEST)
    return code, number, typed_line(request.POST, f'{prefix}_check', label='校验码', most=LONGEST)
