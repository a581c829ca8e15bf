"""An upgrade of all halls to a later release, which says each line at once. Run through tests.builders.inside."""

import sys

from django.test.utils import override_settings

from tenants.release.upgrade import upgrade_halls


def main() -> None:
    """Upgrade, and end with 1 if a hall is left."""

    def say(line: str) -> None:
        print(line, flush=True)

    with override_settings(MIGRATION_MODULES={'casework': 'tests.builders.later.more'}):
        sys.exit(1 if upgrade_halls(say) else 0)
