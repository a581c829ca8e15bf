"""The audit: every act about rights and people is in it, and nobody changes it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from govhall.casework.models import Case
from tenants.audit import Action, audit_faults, record, seal_audit
from tenants.commands import AuditedCommand
from tenants.context import hall_context
from tenants.models import AuditEntry, Membership, Person
from tenants.passwords import PasswordNotSet, WrongPassword, set_own_password
from tenants.roles import Role
from tests.builders.committed import Committed, DatabaseRole
from tests.builders.screen import SignedIn, at, take_in, text
from tests.builders.world import BIRTH, COUNTY, OTHER_TOWNSHIP, PROVINCE, TOWNSHIP, World

WORD = 'schwer-zu-raten-7'
# They only look, carry messages, or work on what is no cell's database.
LOOKS_ONLY = {'check_archives', 'check_storage', 'check_chains', 'verify_paper', 'load_areas', 'print_acts'}
CARRIES = {'run_relay', 'run_intake', 'create_topics', 'write_acls'}
OURS = ('govhall', 'tenants', 'federation', 'township_halls')


def actions() -> list[str]:
    """What was written down, in order; accounts that the test itself makes are left out."""
    made = (Action.ACCOUNT_CHANGED, Action.ROLES_CHANGED)
    return list(AuditEntry.objects.exclude(action__in=made).order_by('pk').values_list('action', flat=True))


def test_signing_in_and_out_is_written_down_with_the_address(world: World) -> None:
    clerk = world.person(TOWNSHIP, Role.CLERK, password=WORD)
    person = Person.objects.get(pk=clerk.person_id)
    client = Client(REMOTE_ADDR='10.1.2.3')
    assert client.post('/sign-in/', {'username': person.username, 'password': WORD}).status_code == 302
    client.post('/sign-out/')
    entries = AuditEntry.objects.filter(who=person.pk).order_by('pk')
    assert [(entry.action, entry.address) for entry in entries] == [
        ('signed_in', '10.1.2.3'),
        ('signed_out', '10.1.2.3'),
    ]
    assert all(entry.login for entry in entries)


def test_failed_sign_in_keeps_neither_password_nor_a_wrong_login(world: World) -> None:
    clerk = Person.objects.get(pk=world.person(TOWNSHIP, Role.CLERK, password=WORD).person_id)
    client = Client()
    client.post('/sign-in/', {'username': clerk.username, 'password': 'falsch-geraten-1'})
    client.post('/sign-in/', {'username': WORD, 'password': 'falsch-geraten-2'})
    known, unknown = AuditEntry.objects.filter(action='sign_in_failed').order_by('pk')
    assert known.subject == clerk.username
    assert unknown.subject.startswith('#')
    for entry in AuditEntry.objects.values():
        assert not any(word in str(entry) for word in (WORD, 'falsch-geraten'))


def test_showing_a_person_is_written_down_with_its_purpose(world: World, signed_in: SignedIn) -> None:
    clerk = world.clerk(TOWNSHIP)
    client = signed_in(clerk)
    address = take_in(client, TOWNSHIP, BIRTH)
    assert client.post(f'{address}reveal/', {'purpose': 'contact'}).status_code == 200
    (entry,) = AuditEntry.objects.filter(action='person_shown')
    with hall_context(world.hall(TOWNSHIP)):
        number = Case.objects.get(uid=entry.detail['case']).number
    assert (entry.who, entry.hall, entry.subject, entry.detail['purpose']) == (
        clerk.person_id,
        TOWNSHIP,
        number,
        'contact',
    )
    assert '张小明' not in str(AuditEntry.objects.values())


def test_an_entry_goes_with_the_act_that_is_rolled_back(world: World) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Action.LIST_IMPORTED, subject='x')
        raise ZeroDivisionError
    assert not AuditEntry.objects.filter(action='list_imported').exists()


@pytest.mark.parametrize(
    'statement',
    [
        "UPDATE tenants_audit SET who_name = ''",
        'DELETE FROM tenants_audit',
        'TRUNCATE tenants_audit',
        "SET LOCAL govhall.pruning = 'on'; DELETE FROM tenants_audit",
    ],
)
def test_even_the_owner_changes_nothing(world: World, statement: str) -> None:
    record(Action.LIST_IMPORTED, subject='x')
    with pytest.raises(DatabaseError, match='append-only'), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.filter(subject='x').exists()


def test_the_web_adds_entries_and_says_neither_moment_nor_login(committed: Committed) -> None:
    with committed.process_of(DatabaseRole.WEB), connection.cursor() as cursor:
        record(Action.LIST_IMPORTED, subject='from the web')
        for statement in (
            "INSERT INTO tenants_audit (action, at) VALUES ('x', '2020-01-01')",
            "INSERT INTO tenants_audit (action, login) VALUES ('x', 'somebody')",
            "UPDATE tenants_audit SET who_name = ''",
            'DELETE FROM tenants_audit',
        ):
            with pytest.raises(Exception, match='permission denied') as denied:
                cursor.execute(statement)
            assert isinstance(denied.value.__cause__, psycopg.errors.InsufficientPrivilege)
    entry = AuditEntry.objects.get(subject='from the web')
    assert entry.login == committed.cell.login(DatabaseRole.WEB)


def test_an_account_changed_by_sql_is_written_down_by_the_database(world: World) -> None:
    clerk = world.clerk(TOWNSHIP)
    Membership.objects.filter(person_id=clerk.person_id).update(roles=['administrator'])
    Person.objects.filter(pk=clerk.person_id).update(password='!')
    roles, account = AuditEntry.objects.order_by('-pk')[:2][::-1]
    assert (roles.action, roles.hall, roles.detail['roles']) == ('roles_changed', TOWNSHIP, ['administrator'])
    assert (account.action, account.detail['password'], account.who) == ('account_changed', True, None)


def test_the_web_sets_a_persons_own_password_by_the_old_one_only(committed: Committed) -> None:
    person = Person.objects.get(pk=committed.person(TOWNSHIP, Role.CLERK, password=WORD).person_id)
    with committed.process_of(DatabaseRole.WEB), connection.cursor() as cursor:
        with pytest.raises(Exception, match='permission denied'):
            cursor.execute("UPDATE tenants_person SET password = 'x'")
        with pytest.raises(WrongPassword):
            set_own_password(person, old='falsch', new='ein-neues-wort-8')
        with pytest.raises(Exception, match='not the hash'):
            cursor.execute('SELECT tenants_set_password(%s, %s, %s)', [person.pk, person.password, 'plain'])
        set_own_password(person, old=WORD, new='ein-neues-wort-8')
        with pytest.raises(PasswordNotSet):
            set_own_password(person, old='ein-neues-wort-8', new='ein-neues-wort-8') or _ten_more(person)
    person.refresh_from_db()
    entry = AuditEntry.objects.filter(action='account_changed', subject=person.username, who=person.pk).earliest('pk')
    assert entry.detail['password'] is True


def _ten_more(person: Person) -> None:
    for _ in range(10):
        set_own_password(person, old='ein-neues-wort-8', new='ein-neues-wort-8')


def test_a_page_shows_the_hall_and_the_highest_hall_shows_all(world: World, signed_in: SignedIn) -> None:
    for hall in (TOWNSHIP, OTHER_TOWNSHIP):
        clerk = world.clerk(hall)
        record(Action.LIST_IMPORTED, who=clerk, hall=hall, subject=f'名单{hall}')
    own = text(signed_in(world.person(TOWNSHIP, Role.AUDITOR)).get(at(TOWNSHIP, 'audit/')))
    assert f'名单{TOWNSHIP}' in own
    assert f'名单{OTHER_TOWNSHIP}' not in own
    whole = text(signed_in(world.person(PROVINCE, Role.AUDITOR)).get(at(PROVINCE, 'audit/')))
    assert f'名单{TOWNSHIP}' in whole
    assert f'名单{OTHER_TOWNSHIP}' in whole
    assert world.hall(OTHER_TOWNSHIP).name in whole  # and not its code
    assert signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, 'audit/')).status_code == 403


def test_a_page_is_filtered_and_turned_by_keyset(world: World, signed_in: SignedIn) -> None:
    clerk = world.clerk(COUNTY)
    for number in range(51):
        record(Action.LIST_EXPORTED, who=clerk, hall=COUNTY, subject=f'第{number:02}份')
    record(Action.LIST_IMPORTED, hall=COUNTY, subject='别的')
    client = signed_in(world.person(COUNTY, Role.AUDITOR))
    asked = {'action': 'list_exported', 'who': clerk.name, 'since': timezone.localdate().isoformat()}
    answer = client.post(at(COUNTY, 'audit/'), asked)
    assert answer.status_code == 303 and clerk.name not in unquote(answer.headers['Location'])
    page = client.get(answer.headers['Location'])
    assert ('第50份' in text(page), '第00份' in text(page), '别的' in text(page)) == (True, False, False)
    (following,) = [line for line in page.content.decode().split('"') if 'after=' in line]
    assert '第00份' in text(client.get(at(COUNTY, 'audit/') + following.replace('&amp;', '&')))
    none = client.get(at(COUNTY, 'audit/'), {'until': (timezone.localdate() - timedelta(days=1)).isoformat()})
    assert '没有符合的记录' in text(none)
    assert client.get(at(COUNTY, 'audit/'), {'since': 'gestern'}).status_code == 422


def test_reading_and_exporting_the_audit_are_written_down_with_the_hash_of_the_file(
    world: World, signed_in: SignedIn
) -> None:
    auditor = world.person(COUNTY, Role.AUDITOR)
    client = signed_in(auditor)
    for number in ('通江办〔2026〕1号', 'TJXZ0001112611300000017'):
        record(Action.PERSON_SHOWN, who=world.clerk(COUNTY), hall=COUNTY, subject=number)
    found = client.post(at(COUNTY, 'audit/'), {'case': 'TJXZ 0001 1126 1130 0000 017'}, follow=True)
    assert ('TJXZ0001112611300000017' in text(found), '通江办' in text(found)) == (True, False)
    read = AuditEntry.objects.filter(action='audit_read', who=auditor.person_id).latest('pk')
    assert read.detail == {'asked': ['姓名或办件编号']}
    file = client.get(at(COUNTY, 'audit/?as=xlsx')).content
    told = AuditEntry.objects.filter(action='list_exported', who=auditor.person_id).latest('pk')
    assert told.detail['sha256'] == hashlib.sha256(file).hexdigest()
    assert told.detail['sha256'] in text(client.get(at(COUNTY, 'audit/')))


def test_commands_are_written_down_and_exported(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command('revoke_token', 'nobody')
    begun, ended = AuditEntry.objects.filter(subject='revoke_token').order_by('pk')
    assert (begun.detail, ended.detail) == ({'handle': 'nobody'}, {'outcome': 'failed'})
    call_command('export_audit', tmp_path / 'audit.jsonl', since=timezone.localdate())
    lines = [json.loads(line) for line in (tmp_path / 'audit.jsonl').read_text(encoding='utf-8').splitlines()]
    assert [one['action'] for one in lines if one['subject'] == 'revoke_token'] == ['command_begun', 'command_ended']


def test_pruning_keeps_six_months_and_says_what_it_deleted(world: World) -> None:
    AuditEntry.objects.create(action='signed_in', subject='old', at=timezone.now() - timedelta(days=400))
    record(Action.LIST_IMPORTED, subject='young')
    with pytest.raises(CommandError, match='six months'):
        call_command('prune_audit', before=timezone.localdate() - timedelta(days=100))
    assert AuditEntry.objects.filter(subject='old').exists()
    call_command('prune_audit', before=timezone.localdate() - timedelta(days=200))
    assert not AuditEntry.objects.filter(subject='old').exists()
    assert AuditEntry.objects.filter(subject='young').exists()
    assert AuditEntry.objects.get(action='audit_pruned').detail['count'] == 1
    assert audit_faults() == []


def test_a_sealed_part_that_somebody_rewrites_is_found(world: World) -> None:
    for number in range(3):
        record(Action.LIST_IMPORTED, subject=f'{number}')
    later = timezone.now() + timedelta(seconds=1)
    assert seal_audit(before=later) >= 3
    assert seal_audit(before=later) <= 1  # the seal itself
    assert audit_faults() == []
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE tenants_audit DISABLE TRIGGER audit_append_only')
        cursor.execute("UPDATE tenants_audit SET who_name = 'somebody else' WHERE subject = '1'")
        cursor.execute('ALTER TABLE tenants_audit ENABLE TRIGGER audit_append_only')
    assert len(audit_faults()) == 1


def commands() -> Iterator[tuple[str, type]]:
    for name, app in get_commands().items():
        if str(app).startswith(OURS):
            yield name, type(load_command_class(str(app), name))


@pytest.mark.parametrize(('name', 'command'), sorted(commands(), key=lambda one: one[0]))
def test_every_command_that_changes_something_is_audited(name: str, command: type) -> None:
    assert issubclass(command, AuditedCommand) == (name not in LOOKS_ONLY | CARRIES), name
