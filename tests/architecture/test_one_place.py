"""What must be read or counted in one place is read and counted there only."""

import re

from tests.architecture.sources import PRODUCT, files, name

ADDRESS = re.compile(r'X-Forwarded-For|HTTP_X_FORWARDED_FOR|REMOTE_ADDR|python_ipware')
# The guard of figures asks only whether a request came through no proxy; the check reads the setting.
OTHERS = {'platform/govhall/operations/metrics_guard.py', 'platform/govhall/project/checks.py'}
OTHERS |= {'platform/govhall/project/settings.py'}
NUMBER = re.compile(r'\.(?:isdigit|isdecimal|isnumeric)\(|forms\.IntegerField')
SENTENCES = {'platform/govhall/doors/sentences.py'}  # knows the framework's field by its class
JSON = re.compile(r'json\.loads?\(|json\.decode\(|json\.Decoder\(')
# Their own rows, caches, packages and settings.
WRITTEN_BY_US = {
    'federation/contracts/export.py',
    'federation/relay/rows.py',
    'federation/repair/reconciliation.py',
    'platform/govhall/archive/package_check.py',
    'platform/govhall/project/cache_values.py',
    'platform/govhall/project/environment.py',
    'platform/govhall/operations/moves/package.py',
    'platform/govhall/operations/moves/people.py',
    'platform/govhall/operations/moves/rows.py',
    'platform/govhall/operations/moves/package_import.py',
    'tenants/carried.py',
    'tenants/sealing.py',
}
# Bodies of messages and of queries have a length at their door; evidence is read by an expert's own program.
BOUNDED = {
    'federation/contracts/base.py',
    'federation/evidence/bundle.py',
    'platform/govhall/api/view.py',
}


def test_one_module_knows_whose_address_a_request_has() -> None:
    found = {name(path) for path in files(*PRODUCT) if ADDRESS.search(path.read_text(encoding='utf-8'))}
    assert found - OTHERS == {'tenants/addresses.py'}


def test_one_module_counts_guesses() -> None:
    found = {name(path) for path in files(*PRODUCT) if 'cache.incr' in path.read_text(encoding='utf-8')}
    assert found == {'tenants/throttle.py'}


def test_one_module_reads_numbers_that_people_type() -> None:
    """Python takes ٣ for 3, 1_0 for ten and ² for a figure; so does the framework's field."""
    found = {name(path) for path in files(*PRODUCT) if NUMBER.search(path.read_text(encoding='utf-8'))}
    assert found == {'platform/govhall/kernel/typed.py', 'platform/govhall/doors/fields.py', *SENTENCES}


def test_one_module_reads_lists_that_come_as_files() -> None:
    """A file may be of any size and depth; whoever else reads JSON reads what the product or a message wrote."""
    found = {name(path) for path in files(*PRODUCT) if JSON.search(path.read_text(encoding='utf-8'))}
    assert found == {'platform/govhall/doors/lists.py', *WRITTEN_BY_US, *BOUNDED}
