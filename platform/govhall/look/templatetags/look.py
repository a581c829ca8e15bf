"""Filters and components for templates: `{% load look %}`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone

from govhall.kernel import id_documents
from govhall.kernel.calendars import CALENDARS
from govhall.kernel.errors import Broken
from govhall.kernel.filetypes import NAMES, picks
from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone
from govhall.kernel.workdays import DueDay
from govhall.look.days import local_time, say_day, say_moment
from govhall.look.due import describe_due
from govhall.look.flow import FlowLevel, lay_out
from govhall.look.line import describe_line
from govhall.look.middleware import ELDER_COOKIE
from govhall.look.navigation import PERSON, Entry, entries
from govhall.look.stations import Station

register = template.Library()

TONES = frozenset({'run', 'good', 'soon', 'late', 'idle'})
_MASKS: Mapping[str, Callable[[str], str]] = {
    'name': mask_name,
    'organisation': mask_organisation,
    'id': mask_id_number,
    'phone': mask_phone,
}


@register.simple_tag
def taken_files(*names: str) -> str:
    """For the attribute `accept` of a file picker: what the judge takes, or of it the kinds with these names."""
    return picks(*names)


@register.simple_tag
def taken_names() -> str:
    """How people call the kinds of files that are taken."""
    return NAMES


@register.simple_tag
def own_entries(request: Any) -> list[Entry]:
    """What stands beside the name of who is at a desk; nothing elsewhere."""
    found = entries(PERSON) if getattr(request, 'actor', None) else ()
    return [entry for entry in found if entry.is_for(request)]


@register.filter
def day_cn(value: date | datetime | None) -> str:
    """12月3日（周四）; nothing for None."""
    if value is None:
        return ''
    return say_day(local_time(value).date() if isinstance(value, datetime) else value, today=timezone.localdate())


@register.filter
def moment_cn(value: datetime | None) -> str:
    """今天 10:42, or 11月22日（周日）10:42; nothing for None."""
    return '' if value is None else say_moment(value, today=timezone.localdate())


@register.filter
def masked(value: str, kind: str) -> str:
    """`{{ name|masked:'name' }}`: kinds name, organisation, id, phone.

    Raises `Broken` for another kind: a typing mistake in a template must not show a number.
    """
    if kind not in _MASKS:
        raise Broken(f'no way to mask a {kind}')
    return _MASKS[kind](value)


@register.filter
def document_name(code: str) -> str:
    """居民身份证 and other types, by their code."""
    return id_documents.document_name(code)


@register.filter
def spaced(number: str) -> str:
    """A case number in groups as it is read out: hall, day, block and serial, check character."""
    groups = (number[:8], number[8:14], number[14:20], number[20:])
    return ' '.join(group for group in groups if group)


@register.simple_tag(takes_context=True)
def elder_class(context: Context) -> str:
    """The class of large type when the reader asked for it, now or before. Works without a request (error pages)."""
    request = context.get('request')
    if request is None:
        return ''
    wish = request.GET.get('elder', request.COOKIES.get(ELDER_COOKIE, '0'))
    return ' elder' if wish == '1' else ''


@register.inclusion_tag('look/field.html')
def field(bound: BoundField, hint: str = '') -> dict[str, Any]:
    """A label, its input, a hint and the error beside it. `hint` replaces the field's help text."""
    kind = getattr(bound.field.widget, 'input_type', '')
    # Several boxes under one legend are a group and no single tick.
    tick = kind == 'checkbox' and not bound.use_fieldset
    # A form that only narrows what is shown asks for nothing; what may be left empty of others says so.
    optional = not bound.field.required and not tick and not getattr(bound.form, 'narrows', False)
    when = getattr(bound.field, 'when', '') or '可不填'
    said = when if optional else ''
    return {'field': bound, 'hint': hint or bound.help_text, 'tick': tick, 'group': bound.use_fieldset, 'when': said}


@register.inclusion_tag('look/due.html', takes_context=True)
def due(context: Context, until: DueDay | date | datetime | None, paused: bool = False) -> dict[str, Any]:
    """今天 17:30 / 还有 3 个工作日 / 已超 1 天 / 暂停计时, with colour, shape and words, in the hall's own calendar."""
    now = timezone.localtime().replace(tzinfo=None)
    hall = getattr(context.get('request'), 'hall', None)
    calendar = CALENDARS.of(hall.area_code if hall else '')
    return {'due': describe_due(until, now=now, paused=paused, calendar=calendar)}


@register.inclusion_tag('look/state_badge.html')
def state_badge(label: str, tone: str = 'run') -> dict[str, Any]:
    """A state in words; tones run, good, soon, late (refusal and overdue only), idle."""
    if tone not in TONES:
        raise Broken(f'no tone {tone}')
    return {'label': label, 'tone': tone}


@register.inclusion_tag('look/stations.html')
def stations(road: Sequence[Station]) -> dict[str, Any]:
    """The road of a case, the present station marked."""
    return {'road': road}


@register.inclusion_tag('look/line_state.html')
def line_state(line: Mapping[str, Any] | None) -> dict[str, Any]:
    """`line` holds waiting (number), oldest (aware datetime or None) and may name the upper hall as upper.

    `is_up` False: relay and intake have no answer from the road.
    """
    if not line:
        return {'line': None}
    words = describe_line(
        waiting=line['waiting'],
        oldest=line.get('oldest'),
        upper=line.get('upper', '上级'),
        now=timezone.now(),
        is_up=line.get('is_up', True),
    )
    return {'line': words}


@register.inclusion_tag('look/flow.html')
def flow_chart(levels: Sequence[FlowLevel]) -> dict[str, Any]:
    """The flow from the lowest level (given first, drawn at the bottom) to the highest."""
    return {'rows': lay_out(levels)}


@register.inclusion_tag('look/bar_cell.html')
def bar_cell(value: float, maximum: float, unit: str = '', href: str = '', tone: str = 'run') -> dict[str, Any]:
    """A number with a bar of its share of `maximum` behind it; a link downwards when `href` is given."""
    share = min(100.0, 100 * value / maximum) if maximum > 0 else 0.0
    return {'value': value, 'share': f'{share:.1f}', 'unit': unit, 'href': href, 'tone': tone}
