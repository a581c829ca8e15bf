"""The three ways in which work can fail, told apart by who must act next."""

from typing import ClassVar


class Refused(Exception):
    """A rule says no; the person at the screen can act on the sentence.

    Subclasses set `code` (stable, for programs, upper-case, of one class only), `sentence` (Chinese, a `str.format`
    template that says what to do) and `status`, the HTTP status where it is not 422 (look at what you typed): 409 not
    now, 403 not you, 404 not here.
    `field` names the form field that the sentence belongs beside; `details` fill the template. Details reach screens
    and logs, so they never hold a name, an identity number or a telephone number.
    """

    code: ClassVar[str] = 'REFUSED'
    status: ClassVar[int] = 422
    sentence: ClassVar[str] = '这一步现在不能办理，请核对后再试。'

    def __init__(self, *, field: str = '', **details: object) -> None:
        super().__init__()
        self.field = field
        self.details = details

    def __str__(self) -> str:
        # Composed late: an exception that crossed a process boundary gets its details only after it was made.
        return self.sentence.format(**self.details)


class Later(Exception):
    """Nothing is wrong with the request: a database, a broker or an earlier message is not there yet. Try again."""


class Broken(Exception):
    """Data that cannot be read, or a bug. Trying again changes nothing; somebody has to look."""
