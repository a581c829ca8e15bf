"""Forms of matters as files: one JSON file each, entered together with the catalogue that has their matters."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from federation.contracts.forms import FormField
from govhall.catalogue.services.catalogue_file import UnreadableCatalogue
from govhall.doors.shapes import fitted, said_of


class FormFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form of one matter. `version` is raised with every change; the matter's own version grows by it.

    `sample` is a filled form, as applicants are shown; it is not published.
    """

    matter: str
    version: int
    source: str
    fields: list[FormField]
    sample: dict[str, Any] = {}


def form_file(data: object) -> FormFile:
    """The parsed JSON of a file as a form. Raises UnreadableCatalogue."""
    try:
        return fitted(data, FormFile)
    except msgspec.ValidationError as error:
        raise UnreadableCatalogue(why=said_of(error)) from error


def with_forms(data: Mapping[str, Any], forms: Iterable[FormFile]) -> dict[str, Any]:
    """The catalogue with each form beside its matter. Raises UnreadableCatalogue."""
    found = {form.matter: form for form in forms}
    given = data.get('matters')
    matters = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    lost = found.keys() - {one.get('code') for one in matters}
    if lost:
        raise UnreadableCatalogue(why=f'表单的事项 {"、".join(sorted(lost))} 不在目录中')
    return {**data, 'matters': [_joined(one, found.get(str(one.get('code')))) for one in matters]}


def _joined(matter: dict[str, Any], form: FormFile | None) -> dict[str, Any]:
    if form is None or not isinstance(matter.get('version'), int):
        return matter
    said = {'source': form.source, 'fields': msgspec.to_builtins(form.fields)}
    return {**matter, 'version': matter['version'] + form.version, 'form': said}
