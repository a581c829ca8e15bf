"""Identifiers that need no central allocation."""

import uuid

import uuid_utils.compat


def new_uid() -> uuid.UUID:
    """A time-ordered UUID (version 7): rows made one after another lie beside each other in an index."""
    return uuid_utils.compat.uuid7()


def random_uid() -> uuid.UUID:
    """A random UUID (version 4), for tokens whose time of making must stay unknown."""
    return uuid.uuid4()
