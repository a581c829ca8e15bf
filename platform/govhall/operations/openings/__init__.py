"""Opening many halls by a list (开设大厅): kind, parent, area and path of each, looked at before anything is made."""
