"""The cases that stand open in the county today: each department has one, and each stage is there. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from deploy.demo.chiefs import departments
from deploy.demo.topology import CENTRE_HALL, SeedHall
from deploy.demo.year.days import Calendar
from deploy.demo.year.plan import Planned, Planner, Seed

# Where the story of a department's case ends, in turn: before which act, and by how many days it is late (None: early).
STAGES: tuple[tuple[str, int | None], ...] = (
    ('accept', None),
    ('decide', None),
    ('decide', 3),
    ('decide', 0),
    ('decide', None),
)
# What else stands open: hall, matter, before which act its story ends.
BESIDE = (
    ('TJNS0001', '510100103000', 'decide'),
    ('TJNS0001', '510500115000', 'review'),
    ('TJNS0001', '510500117000', 'accept'),
    ('TJNS0001', '510100107000', 'accept'),
    ('TJTX0001', '510500105000', 'forward'),
    ('TJTX0001', '510100103000', 'supply'),
    ('TJTX0001', '510100108000', 'supply'),
    ('TJTX0001', '510700104000', 'deliver'),
    ('TJFY0001', '510500116000', 'review'),
    ('TJFY0001', '000164120000', 'decide'),
    ('TJFY0001', '510100126000', 'accept'),
    ('TJFY0001', '510500145000', 'review'),
    ('TJQY0001', '510100121000', 'decide'),
    ('TJQY0001', '510100123000', 'visit'),
    ('TJQY0001', '512000109000', 'decide'),
    ('TJQY0001', '511000110000', 'accept'),
    ('TJQY0001', '511000141000', 'deliver'),
    ('TJXZ0001', '510100128000', 'licence'),
    ('TJXZ0001', '510700137000', 'deliver'),
    ('TJXZ0001', '510700137000', 'collect'),
    ('TJXZ0001', '510100127000', 'supply'),
    ('TJXZ0001', '510100153000', 'forward'),
    ('TJXZ0001', '510100134000', 'review'),
    ('PCXZ0001', '510100107000', 'decide'),
    ('PCXZ0001', '510100131000', 'accept'),
    ('PCXZ0001', '510100130000', 'visit'),
    ('PCXZ0001', '510700138000', 'decide'),
    ('PCSM0001', '510700104000', 'review'),
    ('PCSM0001', '510100108000', 'supply'),
    ('PCBY0001', '510500105000', 'decide'),
    ('PCBY0001', '510100103000', 'deliver'),
    ('PCFL0001', '510500115000', 'accept'),
    ('PCSL0001', '510500116000', 'review'),
    ('PCSL0001', '512000101000', 'deliver'),
)
# A department whose people sit in a branch: there the case is handed in.
IN_BRANCH = {'TJSB': ('TJSB0001', '512000109000'), 'TJSW': ('TJSW0001', '511000110000')}


class OpenCases:
    """Draws what is open on the day after the last of `days`."""

    def __init__(self, seed: Seed, planner: Planner, calendar: Calendar, days: Sequence[date]) -> None:
        self._seed, self._planner, self._calendar, self._days = seed, planner, calendar, days
        self._halls = {hall.code: hall for hall in seed.halls}

    def all(self) -> Iterator[Planned]:
        """Each department's, then the others."""
        for number, department in enumerate(departments()):
            own = (
                CENTRE_HALL,
                next(code for code in department.matters if 'main_code' not in self._seed.matters[code]),
            )
            hall, code = IN_BRANCH.get(department.code, own)
            if hall in self._halls:
                # What another hall decides would leave the department: it stands before the acceptance.
                stage = STAGES[number % len(STAGES)] if (hall, code) in self._seed.decided else STAGES[0]
                yield self._open(self._halls[hall], code, *stage)
        for hall, code, stops_at in BESIDE:
            if hall in self._halls:
                yield self._open(self._halls[hall], code, stops_at, None)

    def _open(self, hall: SeedHall, code: str, stops_at: str, late: int | None) -> Planned:
        matter = self._seed.matters[code]
        if matter['case_type'] == 'instant':
            ago, stops_at = 1, 'deliver' if stops_at == 'deliver' else 'decide'
        elif stops_at == 'accept':
            ago = 2
        elif late is None:
            ago = min(9, matter['promised_days'] + 1)
        else:  # accepted on the day after the receipt
            ago = matter['promised_days'] + 1 + late
        planned = self._planner.one(hall, code, self._calendar.moment(self._days[-ago]))
        planned.ends, planned.point, planned.pace = 'approved', False, 0.2
        planned.stops_at, planned.corrected = stops_at, stops_at == 'supply'
        return planned
