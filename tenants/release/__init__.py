"""How all halls of a cell get what a new release asks of their schemas: rehearsed once, replayed on each."""
