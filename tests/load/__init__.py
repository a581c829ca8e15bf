"""`make bench`: how many cases a second, how soon above, and where the time goes. Reports only; nothing fails here."""
