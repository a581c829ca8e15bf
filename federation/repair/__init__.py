"""After a restore: epochs, barriers, tips and fences, until this cell agrees with its neighbours again."""
