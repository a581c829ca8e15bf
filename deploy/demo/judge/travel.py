"""Whether everything that was sent has arrived, in both directions between all halls of all cells."""

from dataclasses import dataclass, field

from deploy.demo.judge.database import Databases

Stream = tuple[str, str, str]  # case, sender, recipient
SENT = 'SELECT subject, recipient, next_seq - 1 AS last FROM {schema}.fed_stream'
APPLIED = 'SELECT subject, sender, recipient, last_seq FROM public.fed_cursor'
# Nothing may wait, be held back or be set aside.
EMPTY = {'fed_outbox': '报文还没有发出', 'fed_parked': '报文被搁置', 'fed_quarantine': '报文被隔离'}


@dataclass(frozen=True, slots=True)
class Traffic:
    """The last sequence of each stream at its sender and at its receiver, and how many rows wait in which table."""

    sent: dict[Stream, int] = field(default_factory=dict)
    applied: dict[Stream, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def troubles(self) -> list[str]:
        """What has not arrived, in words."""
        late = [
            f'{sender} → {recipient} {case}: {self.sent.get(stream, 0)} sent, {self.applied.get(stream, 0)} applied'
            for stream in sorted(self.sent.keys() | self.applied.keys())
            if self.sent.get(stream, 0) != self.applied.get(stream, 0)
            for case, sender, recipient in [stream]
        ]
        return late + [f'{place}: {count} rows' for place, count in self.waiting.items() if count]

    @property
    def totals(self) -> dict[str, int]:
        """How many messages between halls were sent and applied."""
        return {'sent': sum(self.sent.values()), 'applied': sum(self.applied.values())}


def traffic(databases: Databases) -> Traffic:
    """The state of all streams of all cells now."""
    found = Traffic()
    for hall in databases.schemas:
        for row in databases.ask(hall, SENT):
            found.sent[str(row['subject']), hall.code, row['recipient']] = row['last']
    for cell in databases.connections:
        for row in databases.ask_public(cell, APPLIED):
            found.applied[str(row['subject']), row['sender'], row['recipient']] = row['last_seq']
        for table in EMPTY:
            counted = databases.ask_public(cell, f'SELECT count(*) AS number FROM public.{table}')
            found.waiting[f'{cell} {table}'] = counted[0]['number']
    return found
