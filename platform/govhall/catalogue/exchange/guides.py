"""Guides as a list: a hall changes its own fields and nothing that the upper level owns (四级四同)."""

from django.utils import timezone

from federation.contracts.catalogue import GuideEntered
from federation.directory.selectors import entry
from govhall.catalogue.entries import Entry, entry_of
from govhall.catalogue.exchange.cells import OWNED, BadCell, Cells, matter_of, owned
from govhall.catalogue.models import Grant, Guide, Matter

GUIDE_FIELDS = {
    '申请条件': 'conditions',
    '办理程序': 'procedure',
    '办理职责': 'duties',
    '办理窗口': 'window',
    '联系电话': 'phone',
    '办理时间': 'hours',
}
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
    for title in GUIDE_FIELDS:
        if not cells[title]:
            raise BadCell(field=title, why=f'{title}属于公开内容，不能为空（八公开）。')
    kept = Guide.objects.filter(matter_code=matter.code, hall_code=hall).first()
    said = {name: cells[title] for title, name in GUIDE_FIELDS.items()}
    wanted = GuideEntered(matter=matter.code, hall=hall, version=kept.version + 1 if kept else 1, **said)
    shown = Guide.objects.filter(matter_code=matter.code, hall_kind=entry(hall).kind).first()
    if kept is None and shown is not None and all(getattr(shown, name) == value for name, value in said.items()):
        # The kind's guide as it was handed out: the hall has nothing of its own to say.
        return wanted, wanted
    return (entry_of(GuideEntered, kept) if kept else None), wanted
