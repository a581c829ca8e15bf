"""What follows a commit goes through one door, which neither waits for the queue nor lets an error out."""

import ast

from tests.architecture.sources import PRODUCT, files, name, tree

DOORS = {'tenants/queue.py'}
IN_THIS_PROCESS = {
    'tenants/hall_moves.py',
    'platform/govhall/operations/moves/old_cell.py',
}  # forget what is remembered
WORKERS = ('tasks.py',)  # a task that can't order another one is tried again by its sweep


def test_nothing_else_hangs_on_a_commit_or_orders_a_task() -> None:
    found = set()
    for path in files(*PRODUCT):
        calls = {
            node.func.attr
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        if 'on_commit' in calls and name(path) not in DOORS | IN_THIS_PROCESS:
            found.add(name(path))
        if calls & {'delay', 'apply_async', 'send_task'} and name(path) not in DOORS and path.name not in WORKERS:
            found.add(name(path))
    assert found == set()
