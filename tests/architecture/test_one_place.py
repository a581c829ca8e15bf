"""What must be read or counted in one place is read and counted there only."""

import re

from tests.architecture.sources import PRODUCT, files, name

ADDRESS = re.compile(r'X-Forwarded-For|HTTP_X_FORWARDED_FOR|REMOTE_ADDR|python_ipware')
# The guard of figures asks only whether a request came through no proxy; the check reads the setting.
OTHERS = {'platform/govhall/operations/metrics_guard.py', 'platform/govhall/project/checks.py'}
OTHERS |= {'platform/govhall/project/settings.py'}


def test_one_module_knows_whose_address_a_request_has() -> None:
    found = {name(path) for path in files(*PRODUCT) if ADDRESS.search(path.read_text(encoding='utf-8'))}
    assert found - OTHERS == {'tenants/addresses.py'}


def test_one_module_counts_guesses() -> None:
    found = {name(path) for path in files(*PRODUCT) if 'cache.incr' in path.read_text(encoding='utf-8')}
    assert found == {'tenants/throttle.py'}
