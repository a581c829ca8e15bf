"""The forms of the pages judge rows of files, so that a file asks no more and no less than a page."""

from collections.abc import Mapping

from govhall.catalogue.exchange.cells import BadCell
from govhall.doors.forms import Form


def first_fault(form: Form, titles: Mapping[str, str]) -> None:
    """Refuse (BadCell) what the form refuses, by the column of the field; the first one in its order."""
    for name, title in titles.items():
        if found := form.errors.get(name):
            raise BadCell(field=title, why=f'{title}：{found[0]}')
