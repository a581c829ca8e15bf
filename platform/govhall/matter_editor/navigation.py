"""What the bar of the catalogue leads to in this room."""

from govhall.catalogue.navigation import OWN
from govhall.catalogue.readers import READERS
from govhall.look.navigation import Entry, register

register(Entry(key='matters', label='事项和材料', route='matters', place=32, roles=READERS, bars=OWN))
