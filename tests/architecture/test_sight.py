"""Cases are read for people through `Case.objects.visible_to`, and otherwise only where a reason says why not."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.sources import PRODUCT, files, name, tree

MANAGERS = {'objects', '_default_manager', '_base_manager'}
FINDERS = {'get_object_or_404', 'get_list_or_404'}
GOVHALL = 'platform/govhall'
COMPILED = {
    f'{GOVHALL}/desk/worklist_counts.py',
    f'{GOVHALL}/casework/models/case.py',
}  # `within`, by the actor's sight

# Nobody looks at these cases, or who looks is known by something else than a place in the hall.
OTHERWISE = {
    'casework/services/change.py': 'locks the case of an act; the frame then asks `may_open` of it',
    'casework/services/case_batch.py': 'messages of other halls, by their handlers',
    'casework/services/consultation.py': 'a message, by its handler',
    'casework/services/related_cases.py': 'an earlier result, by the number that its holder names',
    'casework/services/reception.py': 'the case that the same key made before; whoever has the key made it',
    'casework/services/succession.py': 'a merger hands over all cases',
    'casework/services/resend_facts.py': 'facts are told again of all cases',
    'desk/acts/end_licence.py': 'one number, to refuse while something else is done to the licence',
    'casework/acts/begin_revocation.py': 'one number, to refuse a second revocation',
    'casework/case_files.py': 'files that arrive ask for their case',
    'casework/restores.py': 'custody after a restore, by messages',
    'archive/services.py': 'a task packs every closed case',
    'archive/selectors.py': 'locks the case of a package that the person may open',
    'archive/chains/services.py': 'the check of all chains, every night',
    'archive/chains/case_chain.py': 'the check of all chains, every night',
    'archive/management/commands/export_chain.py': 'a command of the operator',
    'operations/mergers/preview.py': 'a command of the operator counts',
    'identity/services.py': 'a village agent, by the number of the case and that of the document before them',
    'succession/register.py': 'a licence goes where its case went',
    'applications/selectors.py': 'the public query asks which hall has a number',
    'applications/services/application.py': 'the applicant, by number and query code',
    'portal/verification.py': 'public verification, by the code on the paper',
    'letters/open_work.py': 'numbers by matter and department: what hangs on letters; no case is shown',
    'centre/window_work.py': 'counts by matter for the board of the centre; no case is shown',
    'desk/views/licence_check.py': 'the day of the first case alone: since when the hall works with this system',
    'desk/views/register.py': 'no number of a book is missing; the page names cases by `may_open`',
    'portal/tracking.py': 'the public query, by number and query code',
    'project/failures/stored.py': 'after a failure: whether the key of this form was stored',
}
# Functions that reach cases over a relation.
BESIDE = {
    'billing/ledger.py:shares': 'an order that the person may open',
}


def product(word: str) -> list[Path]:
    """The files in which a word stands; the others need not be parsed."""
    return [path for path in files(*PRODUCT) if word in path.read_text(encoding='utf-8')]


@cache
def reads_cases(path: Path) -> frozenset[str]:
    """What is done with the manager of cases in a file: the names of the first methods."""
    found, nodes = set(), list(ast.walk(tree(path)))
    outer = {id(node.value): node.attr for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and ast.unparse(node.value) == 'Case':
            found.add(outer.get(id(node), ''))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in FINDERS and ast.unparse(node.args[0]) == 'Case':
            found.add('get')
    return frozenset(found)


def reached(path: Path) -> Iterator[str]:
    """The functions that join cases from what stands beside them, and do not narrow it."""
    for function in ast.walk(tree(path)):
        if not isinstance(function, ast.FunctionDef):
            continue
        text = ast.unparse(function)
        if joins_cases(function) and 'of_visible(' not in text and 'visible_to(' not in text:
            yield function.name


def joins_cases(function: ast.FunctionDef) -> bool:
    for call in ast.walk(function):
        if not isinstance(call, ast.Call):
            continue
        words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        words += [keyword.arg or '' for keyword in call.keywords]
        related = ast.unparse(call.func).endswith('_related') and 'case' in words
        if related or any(word.startswith('case__') and word != 'case__in' for word in words):
            return True
    return False


def test_cases_are_read_through_visible_to() -> None:
    found = {name(path) for path in product('Case') if reads_cases(path) - {'visible_to'}}
    assert found - COMPILED == {f'{GOVHALL}/{one}' for one in OTHERWISE}


def test_only_the_compiled_counts_name_the_sight_themselves() -> None:
    found = {name(path) for path in product('within') if 'within' in reads_cases(path)}
    assert found == {f'{GOVHALL}/desk/worklist_counts.py'}


def test_nobody_imports_cases_under_another_name() -> None:
    found = {
        name(path)
        for path in product('Case as')
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and any(one.name == 'Case' and one.asname for one in node.names)
    }
    assert found == set()


def test_what_stands_beside_cases_is_narrowed_like_them() -> None:
    found = {f'{name(path)}:{function}' for path in product('case') for function in reached(path)}
    assert found == {f'{GOVHALL}/{one}' for one in BESIDE}
