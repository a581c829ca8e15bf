"""What the bar of the desks leads to in this room, and the bar of its own pages, which the centre begins."""

from govhall.catalogue.readers import LIST_KEEPERS, READERS
from govhall.look.navigation import Entry, register

BAR = 'catalogue'
OWN = frozenset({BAR})

register(
    Entry(key='catalogue_grants', label='权力来源', route='catalogue_grants', place=20, roles=READERS, bars=OWN),
    Entry(key='catalogue_files', label='导入导出', route='catalogue_files', place=40, roles=LIST_KEEPERS, bars=OWN),
    Entry(key='catalogue_cleaning', label='清理报告', route='catalogue_cleaning', place=60, roles=READERS, bars=OWN),
)
