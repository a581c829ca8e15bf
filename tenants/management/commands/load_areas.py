"""Load the national division codes that are shipped with the product."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from tenants.models import Area

SOURCE = Path(__file__).resolve().parents[2] / 'data' / 'areas.csv'
REGISTER_DATE = date(2026, 9, 1)


class Command(BaseCommand):
    """Fill the table of areas once; a second run changes nothing."""

    help = 'Load the division codes (41,963 rows); does nothing if they are there.'

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy the rows in one statement."""
        if Area.objects.exists():
            return
        with SOURCE.open(encoding='utf-8') as lines, connection.cursor() as cursor:
            statement = 'COPY tenants_area (code, name, level, parent_code, valid_from, successor_codes) FROM STDIN'
            with cursor.copy(statement) as copy:
                for row in csv.DictReader(lines):
                    copy.write_row((row['code'], row['name'], row['level'], row['parent'], REGISTER_DATE, '{}'))
        self.stdout.write(f'{Area.objects.count()} areas')
