"""An act is one file: nothing else in the product names it, and the documents show what is registered."""

import re
from pathlib import Path

from govhall.acts.registry import acts
from govhall.casework.rules.transitions import table
from govhall.project.management.commands.print_acts import document
from tests.architecture.sources import ROOT, files

# Services that perform an act as a part of something else, or pages that read its events, each with its reason.
ALLOWED = {
    'platform/govhall/desk/views/fees.py': 'charges have a page of their own',
    'platform/govhall/desk/fee_lines.py': 'charges have a page of their own',
    'platform/govhall/desk/paper_lines.py': 'files stand beside their material, not among the buttons',
    'platform/govhall/applications/services/application.py': 'who applies has no case yet, and pages of their own',
    'platform/govhall/applications/services/intake.py': 'the queue of the window receives and returns',
    'platform/govhall/casework/services/request_answers.py': 'what another hall asked for is done here',
    'platform/govhall/desk/services/several.py': 'does one act on several cases',
    'platform/govhall/centre/case_lines.py': 'lists the decisions that were handed to supervision',
}

# The form of an application has buttons for the act that follows the receipt in the same press.
AT_THE_COUNTER = {
    'platform/govhall/desk/forms.py',
    'platform/govhall/desk/application_form.py',
    'platform/govhall/frontdesk/submit_actions.py',
    'platform/govhall/frontdesk/views/counter.py',
}


def product() -> list[Path]:
    return [
        path
        for path in files('platform/govhall', 'tenants', 'township_halls')
        if 'acts' not in path.relative_to(ROOT).parts
    ]


def constants() -> set[str]:
    """The names under which files keep their rows."""
    return {name.upper() for name in table()}


def test_outside_its_file_no_module_imports_an_act() -> None:
    found = set()
    for path in product():
        imported = re.findall(r'^from [\w.]+\.acts\.[\w.]+ import (.+)$', path.read_text(encoding='utf-8'), re.M)
        if any(constants() & set(re.findall(r'\w+', names)) for names in imported):
            found.add(str(path.relative_to(ROOT)))
    assert not found - set(ALLOWED), 'imports an act: move it into the act, or add the file to ALLOWED with its reason'
    assert not set(ALLOWED) - found, 'imports no act any more: take it out of ALLOWED'


def test_no_module_names_the_address_of_an_act() -> None:
    words = {act.word for act in acts() if '-' in act.word}  # a plain word may be another's
    named = {
        str(path.relative_to(ROOT))
        for path in product()
        if any(f"'{word}'" in path.read_text(encoding='utf-8') for word in words)
    }
    assert named == AT_THE_COUNTER


def test_the_page_in_the_documents_is_what_is_registered() -> None:
    """After a wanted change: `make written`, and look at the difference."""
    written = (ROOT / 'platform/docs/acts.md').read_text(encoding='utf-8').strip()
    assert document().strip() == written, 'run `make written`, look at the difference, commit'
