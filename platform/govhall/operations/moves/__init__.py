"""A hall moves to another cell: `move_hall` at the old one, `take_hall` at the new one."""
