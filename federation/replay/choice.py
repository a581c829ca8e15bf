"""Which parked and quarantined messages are meant."""

from datetime import datetime
from typing import NamedTuple


class Choice(NamedTuple):
    """Empty fields choose everything. `reason` is its beginning; `stream` a case, or case/sender/recipient."""

    hall: str = ''
    type: str = ''
    reason: str = ''
    stream: str = ''
    since: datetime | None = None
    parked: bool = True
    quarantined: bool = True

    def covers(self, *, hall: str, type_name: str, stream: str) -> bool:
        """Whether a message to this hall, of this type, in this stream is meant."""
        return (
            self.hall in ('', hall)
            and self.type in ('', type_name)
            and (not self.stream or f'{stream}/'.startswith(f'{self.stream}/'))
        )

    def as_json(self) -> dict[str, object]:
        """What the list of uses keeps."""
        return {name: str(value) for name, value in self._asdict().items() if value not in ('', None)}
