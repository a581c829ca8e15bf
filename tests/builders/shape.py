"""What the catalogue says of a schema: columns, indexes, constraints, triggers; the same text for equal schemas."""

from django.db import connection

COLUMNS = """
SELECT c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
    pg_get_expr(d.adbin, d.adrelid)
FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'i', 'S') AND c.relname NOT LIKE 'django_migrations%%'
ORDER BY 1, 3
"""
INDEXES = """
SELECT indexname, replace(indexdef, schemaname || '.', '') FROM pg_indexes
WHERE schemaname = %s AND tablename <> 'django_migrations' ORDER BY 1
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE connamespace = %s::regnamespace AND conrelid <> 0 ORDER BY 2
"""
TRIGGERS = """
SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = %s::regnamespace AND NOT t.tgisinternal ORDER BY 1
"""
FUNCTIONS = 'SELECT proname, prosrc FROM pg_proc WHERE pronamespace = %s::regnamespace ORDER BY 1'


def shape(schema: str) -> list[list[tuple[object, ...]]]:
    """Columns, indexes, constraints, triggers and functions, without the schema's name."""
    found = []
    with connection.cursor() as cursor:
        for query in (COLUMNS, INDEXES, CONSTRAINTS, TRIGGERS, FUNCTIONS):
            cursor.execute(query, [schema])
            found.append([_named(row, schema) for row in cursor.fetchall() if 'django_migrations' not in str(row)])
    return found


def _named(row: tuple[object, ...], schema: str) -> tuple[object, ...]:
    return tuple(part.replace(f'{schema}.', '') if isinstance(part, str) else part for part in row)
