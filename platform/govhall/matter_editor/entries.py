"""From a draft to the entries of the catalogue that it becomes, and what makes it unfit for that."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec.structs import replace

from federation.contracts.catalogue import GrantEntered, GuideEntered, Material, MatterEntered
from federation.directory.selectors import entry as hall_entry
from govhall.catalogue.entries import Entry, entry_of
from govhall.catalogue.models import Guide
from govhall.catalogue.own_matters import check_own, owner_code
from govhall.catalogue.rules import Mode, lacking_fields
from govhall.matter_editor.models import MatterDraft
from govhall.matter_editor.refusals import GuideLacks, MaterialNeeded
from govhall.matter_editor.selectors import GUIDE, PARTS, EditedMatter

LEVEL_OF = {'province': '2', 'city': '3', 'county': '4'}


def entries_of(edited: EditedMatter, draft: MatterDraft, *, at: datetime) -> list[Entry]:
    """The matter as its next version; of an own matter with its guide, of a new one with the hall's own power."""
    matter = matter_entry(edited, at=at)
    if not owner_code(edited.code):
        return [matter]
    found: list[Entry] = [matter, _guide(edited, draft.hall_code)]
    if edited.row is None:
        found.append(_own_power(edited, draft, at))
    return found


def matter_entry(edited: EditedMatter, *, at: datetime) -> MatterEntered:
    """The matter of the draft, in the version after the published one."""
    told = {name: edited.parts[name] for name in PARTS}
    if edited.row is None:
        hall = hall_entry(owner_code(edited.code))
        serial = edited.code.rpartition('-')[2]
        made = {
            'code': edited.code,
            'basic_code': f'{hall.area_code[:6]}{int(serial):06}',
            'level': LEVEL_OF.get(hall.kind, '4'),
            'version': 1,
            'valid_from': at,
        }
        return msgspec.convert(told | made, MatterEntered)
    kept = entry_of(MatterEntered, edited.row)
    if told['promised_days'] != kept.promised_days:
        kept = replace(kept, steps=[])  # they would no longer sum to the promise
    materials = msgspec.convert(told.pop('materials'), list[Material])
    return replace(kept, **told, materials=materials, version=kept.version + 1)


def refuse_unfit(edited: EditedMatter) -> None:
    """Refuse (MaterialNeeded, GuideLacks, NotOwnType, PromiseTooLong, InstantWithDays) what can't be published."""
    codes = {one.code for one in edited.materials}
    fields: list[dict[str, Any]] = ((edited.row.form if edited.row else None) or {}).get('fields', [])
    for field in fields:
        if field.get('paper') and field['paper'] not in codes:
            raise MaterialNeeded(field=field['label'])
    if not owner_code(edited.code):
        return
    guide = _guide(edited, owner_code(edited.code))
    lacking = lacking_fields(guide) or ('' if codes else '申报材料')
    if lacking:
        raise GuideLacks(fields=lacking)


def check_about(edited: EditedMatter, at: datetime) -> None:
    """Refuse (NotOwnType, PromiseTooLong, InstantWithDays) what a hall can't set up."""
    check_own(matter_entry(edited, at=at))


def _guide(edited: EditedMatter, hall: str) -> GuideEntered:
    kept = Guide.objects.filter(matter_code=edited.code, hall_code=hall).first()
    said = {name: str(edited.parts.get('guide', {}).get(name, '')) for name in GUIDE}
    return GuideEntered(matter=edited.code, hall=hall, version=kept.version + 1 if kept else 1, **said)


def _own_power(edited: EditedMatter, draft: MatterDraft, at: datetime) -> GrantEntered:
    """The hall carries out what it has set up, in the name of the organ that was chosen."""
    return GrantEntered(
        id=uuid5(NAMESPACE_URL, f'govhall/grant/{edited.code}/{draft.hall_code}'),
        matter=edited.code,
        hall=draft.hall_code,
        mode=Mode.OWN,
        organ=str(draft.parts['organ']),
        version=1,
        valid_from=at,
    )
