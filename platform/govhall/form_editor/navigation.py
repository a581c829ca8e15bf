"""What the bar of the catalogue leads to in this room."""

from govhall.catalogue.navigation import OWN
from govhall.catalogue.readers import READERS
from govhall.look.navigation import Entry, register

register(Entry(key='matter_forms', label='申请表', route='matter_forms', place=46, roles=READERS, bars=OWN))
