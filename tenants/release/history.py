"""The migrations of halls in the order in which they apply, and the fingerprint of a set of them."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

Key = tuple[str, str]  # app and name of a migration


class History:
    """What this release knows: all migrations in order, and which of them are of halls."""

    def __init__(self) -> None:
        loader = MigrationLoader(None, replace_migrations=False)  # the files alone: no database is asked
        ordered: dict[Key, None] = {}
        for leaf in sorted(loader.graph.leaf_nodes()):
            ordered |= dict.fromkeys(loader.graph.forwards_plan(leaf))
        labels = {app.rpartition('.')[2] for app in settings.TENANT_APPS}
        self.unmigrated: set[str] = loader.unmigrated_apps
        self.everything: dict[Key, Migration] = {key: loader.graph.nodes[key] for key in ordered}
        self.of_halls = {key: made for key, made in self.everything.items() if key[0] in labels}
        self.target = fingerprint(self.of_halls)


def history() -> History:
    """Read once in a process; again if other folders of migrations are named."""
    return _history(repr(getattr(settings, 'MIGRATION_MODULES', {})))


@cache
def _history(_folders: str) -> History:
    return History()


def fingerprint(keys: Iterable[Key]) -> str:
    """64 characters that only this set of migrations has, in whatever order it was applied."""
    return sha256('\n'.join(sorted('.'.join(key) for key in keys)).encode()).hexdigest()
