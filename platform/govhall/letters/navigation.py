"""What the bars lead to in this room; its list stands in the bar of the catalogue's pages."""

from govhall.catalogue.navigation import OWN
from govhall.catalogue.readers import LETTER_KEEPERS, LETTER_READERS
from govhall.look.navigation import Entry, register

register(
    Entry(key='letters', label='授权书', route='catalogue_letters', place=142, roles=LETTER_KEEPERS),
    Entry(key='catalogue_letters', label='授权书', route='catalogue_letters', place=30, roles=LETTER_READERS, bars=OWN),
)
