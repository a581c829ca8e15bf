"""On which day a matter ends."""

from govhall.doors.fields import LineField
from govhall.doors.forms import Form
from govhall.drafts.pages import DayField


class WithdrawForm(Form):
    """From when on nothing is received, and by which document."""

    until = DayField(label='从哪天起停办')
    document = LineField(label='停办的文号', max_length=100)
