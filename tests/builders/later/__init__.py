"""Migrations of a release that comes after this one: name a package here in MIGRATION_MODULES for `casework`."""
