"""What the bar of the desks leads to in this room, and the bar of its own pages, which the centre begins."""

from govhall.catalogue.readers import LETTER_KEEPERS, LETTER_READERS, LIST_KEEPERS, READERS
from govhall.look.navigation import Entry, register

BAR = 'catalogue'
OWN = frozenset({BAR})

register(
    Entry(key='letters', label='授权书', route='catalogue_letters', place=142, roles=LETTER_KEEPERS),
    Entry(key='catalogue_grants', label='权力来源', route='catalogue_grants', place=20, roles=READERS, bars=OWN),
    Entry(key='catalogue_letters', label='授权书', route='catalogue_letters', place=30, roles=LETTER_READERS, bars=OWN),
    Entry(key='catalogue_files', label='导入导出', route='catalogue_files', place=40, roles=LIST_KEEPERS, bars=OWN),
    Entry(key='catalogue_cleaning', label='清理报告', route='catalogue_cleaning', place=60, roles=READERS, bars=OWN),
)
