"""An authority and a broker's certificate for a secured local Kafka, as PEM files that Kafka and clients both read."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from deploy.local.kafka_properties import BROKER
from deploy.local.ports import HOST

DAYS = 30
AUTHORITY = 'authority.pem'


def make_keys(folder: Path) -> Path:
    """Write `authority.pem` (what clients trust) and `broker.pem` (private key and certificate); returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    root_key, broker_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate('govhall-local-authority', root_key, None)
    broker = _certificate(BROKER, broker_key, (root, root_key))
    private = broker_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / AUTHORITY).write_bytes(root.public_bytes(Encoding.PEM))
    file = folder / 'broker.pem'
    file.touch(mode=0o600)
    file.write_bytes(private + broker.public_bytes(Encoding.PEM))
    return folder


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
    )
    return builder.sign(issuer[1] if issuer else key, SHA256())
