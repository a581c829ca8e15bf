"""Accounts (账号): who may sign in, until when, as what; each of the administrators does the own part."""
