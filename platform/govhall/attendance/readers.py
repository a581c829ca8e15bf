"""Who notes leave and duty, and who looks at them."""

from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.readers import READERS as OVERSEERS
from tenants.roles import Role

__all__ = ['KEEPERS', 'MANAGERS', 'READERS']
KEEPERS = MANAGERS | {Role.CHIEF}
READERS = OVERSEERS | {Role.CHIEF}
