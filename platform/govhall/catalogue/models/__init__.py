"""What the catalogue keeps in the public schema."""

from govhall.catalogue.models.authorisation import Authorisation
from govhall.catalogue.models.grant import Grant
from govhall.catalogue.models.matter import Guide, Matter
from govhall.catalogue.models.organ import Department, Organ

__all__ = ['Authorisation', 'Department', 'Grant', 'Guide', 'Matter', 'Organ']
