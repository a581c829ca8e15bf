"""Guides as a list: a hall changes its own fields and nothing that the upper level owns (四级四同)."""

import msgspec
from django.utils import timezone

from federation.contracts.catalogue import GuideEntered
from federation.directory.selectors import entry
from govhall.catalogue.entries import Entry, entry_of
from govhall.catalogue.exchange.cells import OWNED, BadCell, Cells, matter_of, owned
from govhall.catalogue.models import Grant, Guide, Matter
from govhall.catalogue.rules import GUIDE_FIELDS

COLUMNS = (*OWNED, *GUIDE_FIELDS)


def guide_rows(hall: str) -> list[list[str]]:
    """The hall's guides with what the upper level owns beside them; what it has not written stands as its kind's."""
    kind = entry(hall).kind
    codes = Grant.objects.live(timezone.now()).filter(hall_code=hall).values_list('matter_code', flat=True)
    matters = Matter.objects.filter(code__in=set(codes))
    guides = {one.matter_code: one for one in Guide.objects.filter(hall_kind=kind)}
    guides |= {one.matter_code: one for one in Guide.objects.filter(hall_code=hall)}
    rows = []
    for matter in matters:
        guide = guides.get(matter.code)
        own = [getattr(guide, name) if guide else '' for name in GUIDE_FIELDS.values()]
        rows.append([*owned(matter), *own])
    return rows


def read_guide(hall: str, cells: Cells) -> tuple[Entry | None, Entry]:
    """The hall's own guide of a matter. What the upper level owns must be left as it is (四级四同)."""
    matter = matter_of(cells['事项编码'])
    for title, ruled in zip(OWNED, owned(matter), strict=True):
        if cells[title] != ruled:
            raise BadCell(field=title, why=f'{title}由上级统一规定，请改回“{ruled[:60]}”。')
    if not Grant.objects.live(timezone.now()).filter(hall_code=hall, matter_code=matter.code).exists():
        raise BadCell(field='事项编码', why='本大厅没有这个事项的权力，请删去这一行。')
    if not matter.materials:
        raise BadCell(field='事项编码', why='目录中这个事项还没有申报材料，八公开不全，不能公布指南。')
    for title in GUIDE_FIELDS:
        if not cells[title]:
            raise BadCell(field=title, why=f'{title}属于公开内容，不能为空（八公开）。')
    return _compared(hall, cells)


def _compared(hall: str, cells: Cells) -> tuple[Entry | None, Entry]:
    """The guide that stands, the hall's own or that of its kind, and the one that the row wants."""
    matter = cells['事项编码']
    kept = Guide.objects.filter(matter_code=matter, hall_code=hall).first()
    said = {name: cells[title] for title, name in GUIDE_FIELDS.items()}
    wanted = GuideEntered(matter=matter, hall=hall, version=kept.version + 1 if kept else 1, **said)
    if kept is not None:
        return entry_of(GuideEntered, kept), wanted
    shown = Guide.objects.filter(matter_code=matter, hall_kind=entry(hall).kind).first()
    if shown is None:
        return None, wanted
    # What its kind's guide says was handed out as the hall's: only what differs from it is the hall's own.
    general = msgspec.structs.replace(entry_of(GuideEntered, shown), hall=hall, kind='', version=0)
    return general, wanted
