"""What the catalogue keeps in the public schema."""

from govhall.catalogue.models.authorisation import Authorisation
from govhall.catalogue.models.centre import CentreItem, Section, SectionForm
from govhall.catalogue.models.grant import Grant
from govhall.catalogue.models.matter import Guide, Matter, MatterVersion
from govhall.catalogue.models.organ import Department, Organ
from govhall.catalogue.models.profile import HallProfile
from govhall.catalogue.models.publication import Publication
from govhall.catalogue.models.quarantine import Quarantined

__all__ = [
    'Authorisation',
    'CentreItem',
    'Department',
    'Grant',
    'Guide',
    'HallProfile',
    'Matter',
    'MatterVersion',
    'Organ',
    'Publication',
    'Quarantined',
    'Section',
    'SectionForm',
]
