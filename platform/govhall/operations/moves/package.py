"""The package in which a hall travels: one file, sealed for the new cell and signed by the old one.

A zip of members, each under AES-256-GCM with a key of this package and bound to its name; the key is sealed to the new
cell's public key. `manifest.json`, readable by all, names every member with the hash of what lies in the file, and
holds no personal data; `signature` is the old cell's over it. Its SHA-256 is the name of the package.
"""

import os
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from django.conf import settings

from federation.contracts.directory import HallEntered
from federation.trust import keys
from federation.trust.port import UnknownKey, Untrusted
from federation.trust.suites import suite
from govhall.kernel.errors import Broken, Refused
from govhall.kernel.sealing import KEY_BYTES, Keyring, Unreadable
from govhall.kernel.zip_parts import SPOILT, DamagedZip, UnpacksTooLarge, unpacked_part

MANIFEST, SIGNATURE = 'manifest.json', 'signature'
USE = b'govhall hall package v1\0'
LARGEST_PART = 128 * 2**20  # a part is a few thousand rows, or one file


class BadPackage(Refused):
    """The file is no package, was changed, is not for this cell, or was not made by the cell that holds the hall."""

    code = 'BAD_PACKAGE'
    sentence = '这个迁移包不能用：{why}。没有改动任何数据。'


class Member(msgspec.Struct, frozen=True):
    """A part of the package: its name, its hash and length as it lies in the file, and how many rows are in it."""

    name: str
    hash: str
    size: int
    rows: int = 0


class MoveManifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a package, from where, for whom, and in which release of the software it was made."""

    hall: HallEntered
    to_cell: str
    epoch: int
    facts_from: int = 1
    release: list[str]
    months: dict[str, list[str]]
    sealed_for: str
    key: bytes
    signed_by: str
    members: list[Member] = []

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows by table."""
        found: dict[str, int] = {}
        for member in self.members:
            table = member.name.rpartition('/')[0]
            found[table] = found.get(table, 0) + member.rows
        return found


class PackageWriter:
    """Writes a package beside its place and puts it there when it is whole: a file of that name is never half."""

    def __init__(self, path: Path, *, hall: str) -> None:
        self._path, self._hall = path, hall
        self._part = path.with_name(f'{path.name}.part')
        self.key = os.urandom(KEY_BYTES)
        self._seal = Keyring({1: self.key}, current=1)
        self._members: list[Member] = []

    def __enter__(self) -> Self:
        self._file = open(self._part, 'wb', opener=_private)
        self._zip = zipfile.ZipFile(self._file, 'w')
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()
        self._file.close()
        self._part.unlink(missing_ok=True)

    def add(self, name: str, content: bytes, *, rows: int = 0) -> None:
        """Seal and write one member."""
        sealed = self._seal.seal(content, hall=self._hall, column=name)
        self._zip.writestr(name, sealed)
        self._members.append(Member(name, sha256(sealed).hexdigest(), len(sealed), rows))

    def finish(self, manifest: MoveManifest) -> str:
        """Sign what was written and put the file in its place; the name of the package."""
        text = msgspec.json.encode(msgspec.structs.replace(manifest, members=self._members))
        self._zip.writestr(MANIFEST, text)
        self._zip.writestr(SIGNATURE, suite().sign(keys.signing_key(settings.CELL).signing, _signed(text)))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._part.replace(self._path)
        return sha256(text).hexdigest()


class Package:
    """A package as it is read at the new cell. Raises BadPackage for all that is wrong with it."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            text = unpacked_part(self._zip, MANIFEST, most=LARGEST_PART)
            self.manifest = msgspec.json.decode(text, type=MoveManifest)
            signature = unpacked_part(self._zip, SIGNATURE, most=LARGEST_PART)
        except (DamagedZip, UnpacksTooLarge, *SPOILT, msgspec.DecodeError, RecursionError) as error:
            raise BadPackage(why=f'文件读不出来（{type(error).__name__}）') from error
        self.name = sha256(text).hexdigest()
        self._verify(text, signature)
        self._seal = Keyring({1: self._key()}, current=1)
        self._members = {member.name: member for member in self.manifest.members}

    def names(self, prefix: str) -> list[str]:
        """The members under this prefix, in the order in which they were written."""
        return [name for name in self._members if name.startswith(prefix)]

    def read(self, name: str) -> bytes:
        """A member, opened."""
        try:
            sealed = unpacked_part(self._zip, name, most=LARGEST_PART)
        except (DamagedZip, UnpacksTooLarge) as error:
            raise BadPackage(why=f'缺少或损坏 {name}') from error
        if sha256(sealed).hexdigest() != self._members[name].hash:
            raise BadPackage(why=f'{name} 与清单不符')
        try:
            return self._seal.open(sealed, hall=self.manifest.hall.code, column=name)
        except Unreadable as error:
            raise BadPackage(why=f'{name} 打不开') from error

    def check(self) -> Iterator[str]:
        """Read every member once, and say which."""
        for name in self._members:
            self.read(name)
            yield name

    def _verify(self, text: bytes, signature: bytes) -> None:
        if self.manifest.to_cell != settings.CELL:
            raise BadPackage(why=f'它是给节点 {self.manifest.to_cell} 的，这里是 {settings.CELL}')
        try:
            key = keys.known_key(self.manifest.signed_by)
            if key.owner != self.manifest.hall.cell or key.state == keys.REVOKED or key.suite != suite().name:
                raise Untrusted('not the key of that cell')
            suite().verify(key.verify_key, signature, _signed(text))
        except (Untrusted, UnknownKey) as error:
            raise BadPackage(why=f'签名不是节点 {self.manifest.hall.cell} 的') from error

    def _key(self) -> bytes:
        manifest = self.manifest
        try:
            return suite().unseal(
                keys.own_key(manifest.sealed_for).sealing,
                manifest.key,
                key_context(manifest.hall.code, manifest.to_cell),
            )
        except (Untrusted, Broken) as error:
            raise BadPackage(why='本节点没有打开它的密钥') from error


def key_context(hall: str, to_cell: str) -> bytes:
    """What the sealed key of a package is bound to."""
    return USE + f'{hall}\0{to_cell}'.encode()


def _signed(manifest: bytes) -> bytes:
    return USE + suite().digest(manifest)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
