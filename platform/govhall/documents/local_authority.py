"""A certificate authority of this machine's own, for demo and tests: its seals prove nothing to anybody else."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from govhall.kernel.errors import Broken

YEARS = timedelta(days=3650)
NAME = '本地演示证书颁发机构（无法律效力）'
FILE = 'local-authority.p12'


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """The authority's key and root certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def in_folder(cls, folder: Path, word: bytes) -> Self:
        """The authority that lies in the folder; made there the first time."""
        place = folder / FILE
        if place.exists():
            found = pkcs12.load_pkcs12(place.read_bytes(), word)
            if not isinstance(found.key, ec.EllipticCurvePrivateKey) or found.cert is None:
                raise Broken(f'{place} holds no authority')
            return cls(found.key, found.cert.certificate)
        made = cls._new()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = pkcs12.serialize_key_and_certificates(
            b'local', made.key, made.certificate, None, BestAvailableEncryption(word)
        )
        place.touch(mode=0o600)
        place.write_bytes(data)
        return made

    @classmethod
    def _new(cls) -> Self:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
        made = _builder(name, name, key.public_key())
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        made = made.add_extension(_usage(signs_certificates=True), critical=True)
        return cls(key, made.sign(key, SHA256()))

    def certify(self, organ_code: str, name: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        """A new key of an organ, and the certificate that says whose it is."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, 'CN'),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
                x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, organ_code),
            ]
        )
        made = _builder(subject, self.certificate.subject, key.public_key())
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        made = made.add_extension(_usage(signs_certificates=False), critical=True)
        return key, made.sign(self.key, SHA256())


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + YEARS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
