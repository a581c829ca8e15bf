"""What the bars lead to in this room: the desks and the catalogue both do."""

from govhall.catalogue.navigation import OWN
from govhall.look.navigation import Entry, register

register(
    Entry(key='where', label='在哪办', route='catalogue_where', place=110),
    Entry(key='catalogue_where', label='在哪办', route='catalogue_where', place=50, bars=OWN),
)
