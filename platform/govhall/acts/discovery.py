"""Acts register themselves when their files are imported; each room loads its own when the program starts."""

import pkgutil
from importlib import import_module


def load(package: str) -> None:
    """Import every module of a package, so that a new file is all that a new act needs."""
    room = import_module(package)
    for found in pkgutil.walk_packages(room.__path__, f'{package}.'):
        import_module(found.name)
