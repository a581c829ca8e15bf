"""The organs' seal keys of a cell: one PKCS#12 file an organ, under a password derived from the cell's master key."""

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from django.conf import settings

from govhall.documents.local_authority import LocalAuthority
from govhall.kernel.errors import Broken

ROOTS = 'roots'  # the certificates that sealed files are checked against
MOST_KEYS = 64  # remembered in a process; a cell seals for a few organs


class NoSealKey(Broken):
    """The cell has no seal key of this organ: `manage.py import_seal` enters one."""


class WrongMasterKey(Broken):
    """A key file can't be opened: GOVHALL_MASTER_KEY is not the one that stored it, or the file is damaged."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """An organ's key as it lies in the keystore, and the word that opens it."""

    data: bytes = field(repr=False)
    word: bytes = field(repr=False)
    fingerprint: str  # SHA-256 of the certificate


class Keystore:
    """The folder of keys. `makes_missing` is for demo and tests only: a local authority then stands in for the real."""

    def __init__(self, folder: Path, *, master_key: str, makes_missing: bool = False) -> None:
        self.folder, self._master, self._makes = folder, master_key.encode(), makes_missing

    def key(self, organ_code: str, *, name: str = '') -> SealKey:
        """The organ's key. Raises NoSealKey, WrongMasterKey."""
        place = self._place(organ_code)
        if not place.exists():
            if not self._makes:
                raise NoSealKey(organ_code)
            self.make(organ_code, name=name)
        return _seal_key(place.read_bytes(), self._word(organ_code), organ_code)

    def store(self, organ_code: str, data: bytes, word: bytes) -> str:
        """Take over a PKCS#12 file that its own word opens; the fingerprint of the certificate in it."""
        found = _opened(data, word, organ_code)
        if not isinstance(found.key, RSAPrivateKey | EllipticCurvePrivateKey) or found.cert is None:
            raise NoSealKey(organ_code)
        chain = [cert.certificate for cert in found.additional_certs]
        self._write(organ_code, found.key, found.cert.certificate, chain)
        for certificate in chain:
            if certificate.issuer == certificate.subject:
                self.trust(certificate)
        return self.key(organ_code).fingerprint

    def make(self, organ_code: str, *, name: str) -> None:
        """A key and a certificate of the local authority, for demo and tests."""
        local = LocalAuthority.in_folder(self.folder, self._word('local authority'))
        key, certificate = local.certify(organ_code, name or organ_code)
        self.trust(local.certificate)
        self._write(organ_code, key, certificate, [local.certificate])

    def trust(self, certificate: x509.Certificate) -> None:
        """Keep a root that sealed files may be checked against."""
        place = self.folder / ROOTS / f'{certificate.fingerprint(SHA256()).hex()[:16]}.pem'
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(certificate.public_bytes(Encoding.PEM))

    def _write(
        self,
        organ_code: str,
        key: pkcs12.PKCS12PrivateKeyTypes,
        certificate: x509.Certificate,
        chain: list[x509.Certificate],
    ) -> None:
        data = pkcs12.serialize_key_and_certificates(
            organ_code.encode(), key, certificate, chain, BestAvailableEncryption(self._word(organ_code))
        )
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self._place(organ_code)
        fresh = place.with_suffix('.new')
        fresh.touch(mode=0o600)
        fresh.write_bytes(data)
        fresh.replace(place)

    def _place(self, organ_code: str) -> Path:
        return self.folder / f'{organ_code}.p12'

    def _word(self, purpose: str) -> bytes:
        # One derived word a file: who learns one opens no other, and not the master key.
        return hmac.new(self._master, f'govhall seal key {purpose}'.encode(), hashlib.sha256).hexdigest().encode()


@lru_cache(maxsize=MOST_KEYS)
def _seal_key(data: bytes, word: bytes, organ_code: str) -> SealKey:
    """The key of a file; opened once, as a key is derived from its word by thousands of rounds."""
    certificate = _opened(data, word, organ_code).cert
    if certificate is None:
        raise NoSealKey(organ_code)
    return SealKey(data, word, certificate.certificate.fingerprint(SHA256()).hex())


def _opened(data: bytes, word: bytes, organ_code: str) -> pkcs12.PKCS12KeyAndCertificates:
    if b'\0' in word:  # the library would panic, and no handler of errors sees that
        raise WrongMasterKey(organ_code)
    try:
        return pkcs12.load_pkcs12(data, word)
    except (ValueError, TypeError) as error:  # TypeError: a word that is no UTF-8
        raise WrongMasterKey(organ_code) from error


@cache
def _keystore(folder: Path, master_key: str, makes_missing: bool) -> Keystore:
    return Keystore(folder, master_key=master_key, makes_missing=makes_missing)


def keystore() -> Keystore:
    """The keystore of this cell; only a local one makes keys itself."""
    return _keystore(settings.DATA / 'keystore', settings.MASTER_KEY, settings.MODE == 'local')
