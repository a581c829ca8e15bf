"""Which database role may do what: the one place where rights stand; `rights_reasons` says why.

`owner` migrates and provisions and is used by nobody else. What is not listed here is denied. Events can't be updated,
deleted or truncated by any role of the running product; the outbox is write-only for the web.
"""

from hashlib import sha256

from django.db.backends.utils import CursorWrapper

READ, WRITE = 'SELECT', 'SELECT, INSERT, UPDATE'
ALL = 'SELECT, INSERT, UPDATE, DELETE'
# Neither moment nor login may be said by who writes: the database fills them.
AUDITS = 'INSERT (action, who, who_name, hall, subject, detail, address)'
WEB, RELAY, INTAKE = 'govhall_web', 'govhall_relay', 'govhall_intake'

PUBLIC: dict[str, dict[str, str]] = {
    'tenants_area': {WEB: READ, INTAKE: READ},
    # The directory opens a hall that has moved here and closes one that has left: nothing else of it changes so.
    'tenants_hall': {WEB: READ, INTAKE: 'SELECT, UPDATE (standing)', RELAY: READ},
    'tenants_hall_schema': {WEB: READ},
    'hall_move': {WEB: READ, INTAKE: 'SELECT, UPDATE'},
    'tenants_point': {WEB: READ, INTAKE: READ},
    'tenants_person': {WEB: 'SELECT, UPDATE (last_login)', INTAKE: READ},
    'tenants_membership': {WEB: READ},
    # Sealed; written by the functions below alone.
    'tenants_factor': {WEB: READ},
    'tenants_access_token': {WEB: READ},
    'tenants_audit': {WEB: f'SELECT, {AUDITS}', INTAKE: AUDITS},
    # Written by the function below alone: who may give roles is decided by the database.
    'tenants_roles_given': {WEB: READ},
    # What people without an account keep; a merger's intake passes it on.
    'tenants_space': {WEB: ALL, INTAKE: ALL},
    'set_aside': {WEB: ALL},
    'django_session': {WEB: ALL},
    'django_content_type': {WEB: READ},
    'axes_accessattempt': {WEB: ALL},
    'axes_accessattemptexpiration': {WEB: ALL},
    'fed_hall_entry': {WEB: READ, RELAY: READ, INTAKE: WRITE},
    'fed_incarnation': {WEB: READ, INTAKE: READ},
    'fed_trust_root': {WEB: READ, RELAY: READ, INTAKE: READ},
    # Private keys: the relay signs, the intake opens seals; the web, which everybody can reach, can do neither.
    'fed_key': {WEB: READ, RELAY: READ, INTAKE: WRITE},
    'fed_key_record': {INTAKE: 'SELECT, INSERT'},
    'fed_private_key': {RELAY: READ, INTAKE: READ},
    # The relay also says something: what a day amounted to.
    'fed_outbox': {WEB: 'INSERT', INTAKE: 'INSERT', RELAY: ALL},
    'fed_sent': {RELAY: 'SELECT, INSERT', INTAKE: READ},
    'fed_delivery': {RELAY: WRITE, INTAKE: WRITE},
    'fed_peer': {RELAY: READ, INTAKE: WRITE},
    'fed_comparison': {RELAY: WRITE, INTAKE: WRITE},
    'fed_facts_due': {INTAKE: WRITE, WEB: 'SELECT, UPDATE, DELETE'},
    'fed_guard': {WEB: READ, RELAY: 'SELECT, INSERT', INTAKE: 'SELECT, INSERT, DELETE'},
    # After a restore: who has answered, which halls wait for what, and what may be treated only then.
    'fed_answer': {WEB: READ, INTAKE: WRITE},
    'fed_barrier': {INTAKE: WRITE},
    'fed_fence': {WEB: READ, INTAKE: 'SELECT, DELETE'},
    'fed_tips': {INTAKE: WRITE},
    'fed_postponed': {INTAKE: ALL},
    'fed_inbox': {INTAKE: 'SELECT, INSERT'},
    'fed_lease': {RELAY: WRITE},
    'fed_relay': {RELAY: ALL},
    'fed_cursor': {INTAKE: WRITE},
    'fed_offset': {INTAKE: ALL, RELAY: READ},
    'fed_topic': {INTAKE: WRITE, RELAY: READ},
    'fed_parked': {INTAKE: ALL},
    'fed_quarantine': {INTAKE: ALL},
    'fed_let_go': {INTAKE: WRITE},
    'fed_replay': {INTAKE: WRITE},
    'fed_health': {WEB: READ, RELAY: ALL, INTAKE: ALL},
    'fed_log': {RELAY: 'SELECT, INSERT', INTAKE: READ},
    'catalogue_organ': {WEB: READ, INTAKE: WRITE},
    'catalogue_department': {WEB: READ, INTAKE: WRITE},
    # What an administrator enters on a page goes to the topic and comes back through the intake, here as everywhere.
    'catalogue_matter': {WEB: READ, INTAKE: WRITE},
    'catalogue_matter_version': {WEB: READ, INTAKE: 'SELECT, INSERT'},
    'catalogue_guide': {WEB: READ, INTAKE: WRITE},
    'catalogue_grant': {WEB: READ, INTAKE: WRITE},
    'catalogue_authorisation': {WEB: READ, INTAKE: READ},
    'catalogue_section': {WEB: WRITE, INTAKE: READ},
    'catalogue_centre_item': {WEB: WRITE, INTAKE: READ},
    'catalogue_hall_profile': {WEB: WRITE},
    'attendance_leave': {WEB: WRITE},
    'attendance_shift': {WEB: 'SELECT, INSERT, DELETE'},
    'attendance_unattended': {WEB: 'SELECT, INSERT'},
    'attendance_training': {WEB: 'SELECT, INSERT, DELETE'},
    'attendance_trained': {WEB: 'SELECT, INSERT'},
    'attendance_window_change': {WEB: WRITE},
    'catalogue_publication': {WEB: WRITE},
    'catalogue_quarantine': {WEB: READ},
    'form_editor_draft': {WEB: ALL},
    'matter_editor_draft': {WEB: ALL},
    'handouts_file': {WEB: WRITE, INTAKE: WRITE},
    'deadline': {WEB: ALL, INTAKE: ALL},
    'holiday_year': {WEB: WRITE, INTAKE: READ},
    'chain_check': {WEB: WRITE},
    'holiday_proposal': {WEB: 'SELECT, INSERT, UPDATE, DELETE'},
    'published_decision': {WEB: WRITE, INTAKE: WRITE},
    'notice_book': {WEB: WRITE, INTAKE: WRITE},
    'notice_waiting': {WEB: ALL, INTAKE: 'SELECT, INSERT'},
    'notice_seal_use': {WEB: 'SELECT, INSERT'},
    'file_leaving': {WEB: ALL, INTAKE: WRITE},
    'file_arriving': {WEB: ALL, INTAKE: ALL},
    'insight_fact': {WEB: READ, INTAKE: WRITE},
    'insight_floor': {INTAKE: WRITE},
    'insight_day': {WEB: READ, INTAKE: WRITE},
    'insight_watermark': {WEB: READ, INTAKE: WRITE},
}
TENANT: dict[str, dict[str, str]] = {
    'casework_case': {WEB: WRITE, INTAKE: WRITE},
    'casework_event': {WEB: 'SELECT, INSERT', INTAKE: 'SELECT, INSERT'},
    'casework_online': {WEB: ALL, INTAKE: WRITE},
    'casework_request': {WEB: WRITE, INTAKE: WRITE},
    'casework_notice': {WEB: WRITE, INTAKE: WRITE},
    'casework_material': {WEB: 'SELECT, INSERT', INTAKE: 'SELECT, INSERT'},
    'casework_serial': {WEB: WRITE, INTAKE: WRITE},
    'licences_entry': {WEB: WRITE, INTAKE: WRITE},
    'mandates_mandate': {WEB: WRITE, INTAKE: 'SELECT, INSERT, UPDATE (passed_to)'},
    'casework_fee': {WEB: WRITE},
    'casework_archive': {WEB: 'SELECT, INSERT'},
    'casework_payment_order': {WEB: WRITE},
    'frontdesk_rating': {WEB: 'SELECT, INSERT', INTAKE: READ},
    'fed_stream': {WEB: WRITE, INTAKE: WRITE},
}
# What runs with the owner's rights, and who may call it; whatever is not listed is called by the owner and by triggers.
FUNCTIONS = {
    'tenants_bring_in_people(bigint, text, jsonb)': WEB,
    'tenants_set_password(bigint, text, text)': WEB,
    'tenants_set_term(bigint, text, bigint, timestamptz, timestamptz)': WEB,
    'tenants_set_active(bigint, text, bigint, boolean)': WEB,
    'tenants_give_password(bigint, text, bigint, text)': WEB,
    'tenants_enrol_factor(bigint, bytea, bigint, text[])': WEB,
    'tenants_use_step(bigint, bigint)': WEB,
    'tenants_use_recovery(bigint, text[])': WEB,
    'tenants_reset_factor(bigint, text, bigint)': WEB,
    'catalogue_give_letter(bigint, jsonb)': WEB,
    'catalogue_revoke_letter(bigint, text, uuid, jsonb)': WEB,
    'fed_watch()': WEB,
    'fed_watch_halls()': WEB,
    'fed_watch_set_aside()': WEB,
    'fed_waiting()': WEB,
    'fed_facts_waiting(text, integer)': WEB,
    'fed_facts_told_until(text, timestamptz, integer)': WEB,
    'fed_bulk_waiting()': WEB,
    'fed_make_partitions(integer)': f'{WEB}, {RELAY}',
    'fed_drop_partitions()': WEB,
    'fed_own_tips(uuid[], text[], text[], bigint[], text[], smallint[])': f'{RELAY}, {INTAKE}',
    'fed_may_have_said(uuid, text, text, text, bigint)': INTAKE,
    'fed_waiting_since(timestamptz, text)': INTAKE,
}
GROUPS = ', '.join((WEB, RELAY, INTAKE))


def grant_public(cursor: CursorWrapper) -> None:
    """Set the rights on the public schema; run after each migration."""
    _grant(cursor, 'public', PUBLIC)
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f'REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {GROUPS}')
    for function, role in FUNCTIONS.items():
        cursor.execute(f'GRANT EXECUTE ON FUNCTION public.{function} TO {role}')


def grant_hall(cursor: CursorWrapper, schema: str) -> None:
    """Set the rights on one hall's schema; run when it is made and after each migration."""
    _grant(cursor, schema, TENANT)


def withhold_hall(cursor: CursorWrapper, schema: str) -> None:
    """Let the roles only read one hall's schema: it is moving to another cell. `grant_hall` gives it back."""
    cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{schema}" FROM {GROUPS}')


def hall_rights_version() -> str:
    """A fingerprint of what `grant_hall` gives: with the same one a hall needs nothing."""
    return sha256('\n'.join(_statements('', TENANT)).encode()).hexdigest()


def _grant(cursor: CursorWrapper, schema: str, table_rights: dict[str, dict[str, str]]) -> None:
    cursor.execute('SELECT tablename FROM pg_tables WHERE schemaname = %s', [schema])
    existing = {row[0] for row in cursor.fetchall()}
    given = {table: rights for table, rights in table_rights.items() if table in existing}
    cursor.execute(';\n'.join(_statements(schema, given)))  # one round trip


def _statements(schema: str, table_rights: dict[str, dict[str, str]]) -> list[str]:
    return [
        f'REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM PUBLIC, {GROUPS}',
        f'REVOKE CREATE ON SCHEMA "{schema}" FROM PUBLIC, {GROUPS}',
        f'GRANT USAGE ON SCHEMA "{schema}" TO {GROUPS}',
        *(
            f'GRANT {acts} ON "{schema}"."{table}" TO {role}'
            for table, rights in table_rights.items()
            for role, acts in rights.items()
        ),
        # Identity columns take their numbers from sequences that carry no rights of their own.
        f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{schema}" TO {GROUPS}',
    ]
