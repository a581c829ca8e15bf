"""What of the public schema belongs to one hall and goes with it; a test holds that every public table is named here.

A hall's own schema goes as a whole.
"""

from typing import NamedTuple

from govhall.kernel.errors import Broken


class Holding(NamedTuple):
    """A public table of which a hall has rows: those whose column `of` names it.

    `by_id`: by the number of its row in `tenants_hall`, not by its code. `fresh`: rows are numbered anew.
    `persons` are columns with the number of a person. `remains`: also the old cell keeps them, as a register must.
    """

    table: str
    of: str
    by_id: bool = False
    fresh: bool = True
    persons: tuple[str, ...] = ()
    remains: bool = False


class Unaccounted(Broken):
    """A table that nobody has said what becomes of when a hall moves."""


MOVES = (
    Holding('tenants_point', 'hall_id', by_id=True),
    Holding('tenants_membership', 'hall_id', by_id=True, persons=('person_id',)),
    Holding('tenants_access_token', 'hall_id', by_id=True, persons=('person_id',)),
    Holding(
        'catalogue_authorisation',
        'hall_code',
        fresh=False,
        persons=('person_id', 'given_by', 'revoked_by', 'taken_over_by'),
    ),
    Holding('catalogue_section', 'hall_code', persons=('chief_person',)),
    Holding('catalogue_centre_item', 'hall_code'),
    Holding('catalogue_hall_profile', 'hall_code', persons=('changed_by',)),
    Holding('attendance_leave', 'hall_code', persons=('person_id', 'substitute_id', 'noted_by')),
    Holding('attendance_shift', 'hall_code', persons=('person_id', 'noted_by')),
    Holding('attendance_unattended', 'hall_code'),
    Holding('attendance_training', 'hall_code', fresh=False, persons=('noted_by',)),
    Holding('attendance_trained', 'hall_code', persons=('person_id', 'noted_by')),
    Holding('attendance_window_change', 'hall_code', persons=('person_id', 'successor_id', 'noted_by')),
    Holding('matter_editor_draft', 'hall_code', fresh=False),
    Holding('deadline', 'hall'),
    Holding('tenants_space', 'hall', fresh=False),
    Holding('published_decision', 'hall'),
    Holding('notice_waiting', 'hall'),
    Holding('notice_seal_use', 'hall', persons=('person',), remains=True),
    Holding('file_leaving', 'hall'),
    Holding('file_arriving', 'hall'),
    Holding('fed_facts_due', 'hall', fresh=False),
    Holding('fed_sent', 'sender', fresh=False),
    Holding('fed_delivery', 'sender', fresh=False),
    Holding('fed_comparison', 'sender', fresh=False),
    Holding('fed_cursor', 'recipient', fresh=False),
    Holding('fed_parked', 'recipient'),
    Holding('fed_inbox', 'recipient', fresh=False),
)
# Read and written in ways of their own: see package_export.py and package_import.py.
SPECIAL = {
    'tenants_hall': 'made anew, under its code',
    'tenants_person': 'those who work or worked in the hall, known by their user names',
    'fed_private_key': "sealed anew with the new cell's master key",
    'fed_incarnation': 'opens the next epoch',
    'notice_book': 'the numbers of its organs go on behind both books',
    'insight_fact': 'recorded like facts that arrive, so that figures follow',
}
STAYS = {
    'tenants_area': 'every cell has the register',
    'tenants_hall_schema': 'which migrations the schema here has; the new cell notes its own',
    'tenants_hostname': 'an address leads to one server',
    'tenants_roles_given': 'what people of the cell did',
    'tenants_factor': 'sealed with the key of the cell: people enrol anew',
    'tenants_audit': 'what people of the cell did',
    'chain_check': 'the new cell checks anew',
    'hall_move': 'each cell keeps its own side',
    'django_session': 'people sign in anew',
    'django_content_type': 'of the software',
    'axes_accessattempt': 'of the cell',
    'set_aside': 'what tasks of this cell could not do; those of the new one ask anew',
    'axes_accessattemptexpiration': 'of the cell',
    'fed_hall_entry': 'the directory comes to every cell by its topic',
    'fed_trust_root': 'every cell has pinned it',
    'fed_key': 'public keys come by the directory',
    'fed_key_record': 'they come by the directory',
    'fed_outbox': 'a hall is packed only when nothing of it waits here',
    'fed_peer': 'of the cell',
    'fed_guard': 'no hall moves while a restore is being mended',
    'fed_answer': 'no hall moves while a restore is being mended',
    'fed_barrier': 'no hall moves while a restore is being mended',
    'fed_fence': 'no hall moves while a restore is being mended',
    'fed_tips': 'no hall moves while a restore is being mended',
    'fed_postponed': 'no hall moves while a restore is being mended',
    'fed_lease': 'of the cell',
    'fed_relay': 'of the cell',
    'fed_offset': "of the cell's topics",
    'fed_topic': "of the cell's topics",
    'fed_quarantine': 'belongs to no hall that could be trusted',
    'fed_let_go': 'belongs to no hall that could be trusted',
    'fed_replay': 'what people of the cell did',
    'fed_health': 'of the cell',
    'fed_log': "of the cell's road",
    'form_editor_draft': 'drafts of who publishes the catalogue; it publishes from the cell where it stands',
    'handouts_file': 'comes by its topic',
    'catalogue_organ': 'comes by its topic',
    'catalogue_department': 'comes by its topic',
    'catalogue_matter': 'comes by its topic',
    'catalogue_matter_version': 'comes by its topic',
    'catalogue_guide': 'comes by its topic',
    'catalogue_grant': 'comes by its topic',
    'catalogue_publication': 'what pages of the cell have published last',
    'catalogue_quarantine': 'imports of the cell',
    'holiday_year': 'every cell imports it',
    'holiday_proposal': 'every cell imports it',
    'insight_day': 'follows the facts',
    'insight_floor': 'the new cell tells it with its watermarks',
    'insight_watermark': 'the new cell tells it within a minute',
}
# In the hall's schema.
PERSONS = {
    'casework_case': ('received_by', 'claimed_by', 'helped_by'),
    'casework_payment_order': ('issued_by', 'received_by'),
    'casework_fee': ('assessed_by',),
    'casework_material': ('by',),
    'mandates_mandate': ('recorded_by', 'agent_person'),
}
