"""Reads the `GOVHALL_…` variables; one that can't be read is noted with a sentence, and its default stands meanwhile.

So a process says all that is wrong at once (`checks.py`) instead of ending with a stack at the first.
"""

import json
import os
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from environ import Env

_ON, _OFF = {'on', 'true', 'yes', '1'}, {'off', 'false', 'no', '0'}


class Environment:
    """What the environment says; `wrong` are sentences, `known` the names that were asked for."""

    def __init__(self) -> None:
        self.wrong: list[tuple[str, str]] = []
        self.known: set[str] = set()

    def text(self, name: str, default: str = '') -> str:
        """The value as it is."""
        self.known.add(name)
        return os.environ.get(name, default)

    def words(self, name: str) -> list[str]:
        """Values with commas between them."""
        return [word for word in (part.strip() for part in self.text(name).split(',')) if word]

    def switch(self, name: str, default: bool) -> bool:
        """`on` or `off`, also as true, yes and 1."""
        typed = self.text(name).strip().lower()
        if typed in _ON or typed in _OFF:
            return typed in _ON
        if typed:
            self._note(name, f'{name} must be on or off.')
        return default

    def whole(self, name: str, default: int, *, least: int = 1, most: int = 86_400) -> int:
        """A whole number within its bounds."""
        typed = self.text(name).strip()
        if re.fullmatch('[0-9]{1,9}', typed) and least <= int(typed) <= most:
            return int(typed)
        if typed:
            self._note(name, f'{name} must be a whole number from {least} to {most}.')
        return default

    def choice(self, name: str, choices: Sequence[str], default: str) -> str:
        """One of the choices."""
        typed = self.text(name, default)
        if typed in choices:
            return typed
        self._note(name, f'{name} must be {", ".join(choices[:-1])} or {choices[-1]}.')
        return default

    def some(self, name: str, choices: Sequence[str], default: Sequence[str]) -> list[str]:
        """Some of the choices, with commas between them; `none` is none of them."""
        typed = self.words(name)
        strange = [word for word in typed if word not in choices and typed != ['none']]
        if strange:
            self._note(name, f'{name} must be none, or some of {", ".join(choices)}.')
            return []
        return [word for word in typed if word != 'none'] if typed else list(default)

    def mapping(self, name: str, default: dict[str, Any]) -> dict[str, Any]:
        """A JSON object."""
        typed = self.text(name)
        try:
            read = json.loads(typed) if typed else default
        except ValueError:
            read = None
        if isinstance(read, dict):
            return read
        self._note(name, f'{name} must be a JSON object, as {{"location": "/srv/govhall"}}.')
        return default

    def pattern(self, name: str, default: str) -> str:
        """A regular expression."""
        typed = self.text(name, default)
        try:
            re.compile(typed)
        except re.error:
            self._note(name, f'{name} must be a regular expression.')
            return default
        return typed

    def database(self, name: str) -> dict[str, Any]:
        """The address of a PostgreSQL database as Django's settings."""
        typed = self.text(name, 'postgres://localhost/govhall')
        try:
            read = dict(Env.db_url_config(typed)) if typed.startswith(('postgres://', 'postgresql://')) else {}
        except ValueError:
            read = {}
        if read.get('NAME'):
            return read | {
                'HOST': unquote(str(read['HOST'] or ''))
            }  # a folder of sockets comes with its slashes escaped
        self._note(name, f'{name} must be an address as postgres://user:password@host:5432/database.')
        return {'NAME': ''}

    def unknown(self) -> list[str]:
        """Variables that look like settings and that nothing reads: a slip of the pen would go unnoticed."""
        return sorted(name for name in os.environ if name.startswith('GOVHALL_') and name not in self.known)

    def _note(self, name: str, sentence: str) -> None:
        self.wrong.append((name, sentence))
