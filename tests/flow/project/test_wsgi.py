"""The web imports everything before it listens."""

import subprocess
import sys

from tests.architecture.sources import ROOT

CODE = """
import sys
from govhall.project.wsgi import URLCONFS
from django.db import connection
from django.urls import get_resolver
before = set(sys.modules)
for name in URLCONFS:
    list(get_resolver(f'govhall.project.{name}').reverse_dict)
assert 'govhall.desk.views.case' in before, 'views are imported by the first request'
late = {name for name in set(sys.modules) - before if name.split('.')[0] in {'govhall', 'tenants', 'federation'}}
assert not late, late
assert connection.connection is None, 'a connection must not cross the fork'
"""


def test_pages_are_imported_with_the_program_and_no_connection_is_open() -> None:
    ran = subprocess.run([sys.executable, '-c', CODE], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
