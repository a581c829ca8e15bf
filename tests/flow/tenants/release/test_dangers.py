"""No migration of a hall rewrites tables, locks them for long or takes away what the release before still reads."""

import pytest
from django.db import migrations

from tenants.release.dangers import dangers, unreplayable
from tenants.release.history import history
from tenants.release.rehearsal import RehearsedStep, rehearse
from tests.builders.world import World

UNSAFE = [
    'ALTER TABLE "a" ALTER COLUMN "b" TYPE integer USING "b"::integer',
    'ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL',
    'ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0)',
    'ALTER TABLE "a" ADD COLUMN "b" bigint NULL UNIQUE',
    'ALTER TABLE "a" ADD COLUMN "b" bigint NULL CONSTRAINT "c" REFERENCES "d" ("id") DEFERRABLE',
    'ALTER TABLE "a" ADD COLUMN "b" integer GENERATED ALWAYS AS ("c" + 1) STORED',
    'ALTER TABLE "a" ADD COLUMN "b" uuid DEFAULT gen_random_uuid() NOT NULL',
    'ALTER TABLE "a" ADD COLUMN "b" text DEFAULT \'\' NOT NULL;\nALTER TABLE "a" ALTER COLUMN "b" DROP DEFAULT',
    'CREATE INDEX "i" ON "a" ("b")',
    'CREATE UNIQUE INDEX "i" ON "a" ("b") WHERE "b" > 0',
    'ALTER TABLE "a" DROP COLUMN "b" CASCADE',
    'ALTER TABLE "a" RENAME COLUMN "b" TO "c"',
    'DROP TABLE "a" CASCADE',
    'LOCK TABLE a',
    'UPDATE "a" SET "b" = 1',
    'DELETE FROM "a"',
]
SAFE = [
    'ALTER TABLE "a" ADD COLUMN "b" text NULL',
    'ALTER TABLE "a" ADD COLUMN "b" text DEFAULT \'(x)\' NOT NULL',
    'ALTER TABLE "a" ADD COLUMN "b" timestamptz DEFAULT now() NOT NULL',
    'ALTER TABLE "a" ALTER COLUMN "b" DROP NOT NULL',
    'ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0) NOT VALID',
    'ALTER TABLE "a" DROP CONSTRAINT "c"',
    'DROP INDEX IF EXISTS "i"',
    'CREATE TABLE "a" ("b" integer);\nCREATE INDEX "i" ON "a" ("b");\nALTER TABLE "a" ADD CONSTRAINT "c" UNIQUE ("b")',
    'CREATE TRIGGER t BEFORE UPDATE OR DELETE ON a FOR EACH ROW EXECUTE FUNCTION f()',
    'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE a SET b = 1; RETURN NEW; END $$',
]


def step(text: str) -> RehearsedStep:
    return RehearsedStep(('casework', '0000'), tuple(text.split(';\n')))


@pytest.mark.parametrize('text', UNSAFE)
def test_what_people_at_work_would_feel_is_found(text: str) -> None:
    assert len(dangers(step(text))) == 1


@pytest.mark.parametrize('text', SAFE)
def test_what_they_would_not_feel_is_let_through(text: str) -> None:
    assert dangers(step(text)) == []


def test_python_for_each_hall_and_what_needs_no_transaction_are_refused_whatever_a_migration_says() -> None:
    made = migrations.Migration('later', 'casework')
    hidden = migrations.SeparateDatabaseAndState([migrations.RunPython(migrations.RunPython.noop)])
    made.operations, made.atomic = [hidden], False
    assert len(unreplayable(made)) == 2


def test_every_migration_of_the_product_is_safe_or_says_why_not(world: World) -> None:
    known, steps = history(), rehearse(frozenset())
    assert [step.key for step in steps] == list(known.of_halls)
    assert {key: found for key, one in known.of_halls.items() if (found := unreplayable(one))} == {}
    unsafe = {step.key: found for step in steps if (found := dangers(step))}
    reasons = {step.key: step.unsafe_because for step in steps if step.unsafe_because}
    assert {key: found for key, found in unsafe.items() if len(reasons.get(key, '')) < 20} == {}
    assert reasons.keys() - unsafe.keys() == set(), 'marked, but not unsafe'
