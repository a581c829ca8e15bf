"""The committed text of the GraphQL schema."""

from pathlib import Path

from graphql import GraphQLInputObjectType, GraphQLObjectType, print_schema

from govhall.api import schema as joined

COMMITTED = Path(joined.__file__).with_name('schema.graphql')


def test_the_committed_schema_is_the_one_that_runs() -> None:
    """After a wanted change: `make written`, and look at the difference."""
    written = COMMITTED.read_text(encoding='utf-8').strip()
    assert print_schema(joined.schema.graphql_schema).strip() == written, (
        'run `make written`, look at the difference, commit'
    )


def test_every_field_says_what_it_means() -> None:
    kinds = joined.schema.graphql_schema.type_map.items()
    fields = [
        (f'{name}.{field}', described.description)
        for name, kind in kinds
        if isinstance(kind, GraphQLObjectType | GraphQLInputObjectType) and not name.startswith('__')
        for field, described in kind.fields.items()
    ]
    assert len(fields) > 30
    assert [name for name, description in fields if not description] == []
