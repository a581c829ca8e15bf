"""Writes of the catalogue."""

from govhall.catalogue.services.authorising import authorise, revoke
from govhall.catalogue.services.ending import end_grant
from govhall.catalogue.services.entering import Entered, enter_catalogue

__all__ = ['Entered', 'authorise', 'end_grant', 'enter_catalogue', 'revoke']
