"""Write the events of a case, as this hall has them, to a file that anybody can check."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from govhall.archive.chains.case_chain import chain_fault
from govhall.casework.models import Case
from govhall.documents.proof import FORMAT
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import check_number
from tenants.commands import AuditedCommand
from tenants.context import hall_context
from tenants.models import Hall
from tenants.selectors import hall_by_code


class Command(AuditedCommand):
    """For a court or an audit: it holds what the events hold, names of staff and reasons among it."""

    help = 'Export the events of a case with their hashes as JSON (to a file, or to standard output).'

    def add_arguments(self, parser: Any) -> None:
        """The case's number; the hall whose events are wanted, its own by default."""
        parser.add_argument('number')
        parser.add_argument('--hall', default='')
        parser.add_argument('--to', type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with a sentence for an unknown number or hall."""
        try:
            number = check_number(options['number'])
            hall = hall_by_code(options['hall'] or number[:8])
        except (Refused, Hall.DoesNotExist) as wrong:
            raise CommandError(f'No such case or hall in this cell: {wrong}') from wrong
        with hall_context(hall):
            text = json.dumps(_export(hall, number), ensure_ascii=False, indent=1)
        if options['to']:
            options['to'].write_text(text, encoding='utf-8')
        else:
            self.stdout.write(text)


def _export(hall: Hall, number: str) -> dict[str, object]:
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise CommandError(f'{hall.name} has no case {number}.')
    events = list(case.events.all())
    if fault := chain_fault(case, events):
        raise CommandError(f'{number}：{fault}。没有导出；请运行 check_chains，并从备份查明原因。')
    return {
        'format': FORMAT,
        'case': str(case.uid),
        'number': number,
        'hall': hall.code,
        'tip': case.event_tip,
        'events': [{'body': event.body(), 'previous': event.previous, 'hash': event.hash} for event in events],
    }
