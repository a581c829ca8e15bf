"""Writes of the catalogue."""

from govhall.catalogue.services.authorisations import authorise, revoke
from govhall.catalogue.services.catalogue_file import EntryCounts, enter_catalogue
from govhall.catalogue.services.grant_end import end_grant
from govhall.catalogue.services.import_quarantine import ImportOutcome, enter_with_quarantine
from govhall.catalogue.services.matter_retirement import retire_matter

__all__ = [
    'EntryCounts',
    'ImportOutcome',
    'authorise',
    'end_grant',
    'enter_catalogue',
    'enter_with_quarantine',
    'retire_matter',
    'revoke',
]
