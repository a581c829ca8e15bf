"""The running stack as people see it: for those who sign in and look at pages."""

from datetime import UTC, datetime

from deploy.demo.stage import CellPlace, HallPlace, Login, Stage
from deploy.demo.topology import halls
from tests.builders.stack import LINK
from tests.builders.stack import Stack as Cells


def stage_of(cells: Cells) -> Stage:
    """Addresses, halls and logins."""
    return Stage(
        cells={cell.name: CellPlace(web=cell.web_address, owner_url=cell.owner_url) for cell in cells.ground.cells},
        halls={hall.code: HallPlace(hall.code, hall.name, hall.kind, hall.slug, hall.cell) for hall in halls(LINK)},
        logins={
            key: Login(person.username, person.password, person.name, person.point)
            for key, person in cells.people.items()
        },
        link=LINK,
        folder=cells.ground.folder,
        started_at=datetime.now(UTC),
    )
