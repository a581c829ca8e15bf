"""`make written`: what is derived from the code and committed, written anew. Look at the difference."""

import os
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """The page of acts, and the GraphQL schema."""
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'govhall.project.settings')
    django.setup()
    from graphql import print_schema  # noqa: PLC0415 - the settings come first

    from govhall.api.schema import schema  # noqa: PLC0415
    from govhall.project.management.commands.print_acts import document  # noqa: PLC0415

    written = {
        'platform/docs/acts.md': document(),
        'platform/govhall/api/schema.graphql': print_schema(schema.graphql_schema),
    }
    for name, text in written.items():
        (ROOT / name).write_text(text.strip() + '\n', encoding='utf-8')


if __name__ == '__main__':
    main()
