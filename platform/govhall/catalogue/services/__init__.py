"""Writes of the catalogue."""

from govhall.catalogue.services.authorising import authorise, revoke
from govhall.catalogue.services.dirty import Sorted, enter_dirty
from govhall.catalogue.services.ending import end_grant
from govhall.catalogue.services.entering import Entered, enter_catalogue
from govhall.catalogue.services.retiring import retire_matter

__all__ = [
    'Entered',
    'Sorted',
    'authorise',
    'end_grant',
    'enter_catalogue',
    'enter_dirty',
    'retire_matter',
    'revoke',
]
