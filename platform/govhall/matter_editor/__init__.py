"""Materials of matters and the county's own matters, changed on pages; the files that materials hand out."""
