"""The signature (CMS, RFC 5652): pyHanko builds a key's first one, later ones repeat all but digest and signature.

Nine tenths of what pyHanko does for a signature is the same for every paper of an organ: the certificates, whose they
are, which algorithms. Taking that from the first one costs a tenth of the processor time.
"""

from dataclasses import dataclass
from typing import Any, Self

from asn1crypto import cms
from pyhanko.sign import signers

SEQUENCE, SET, OCTETS, FIRST = 0x30, 0x31, 0x04, 0xA0  # DER tags; FIRST is the context's [0]
# What is signed beside the digest is the same for every file; a time would not be.
REPEATED = {'content_type', 'message_digest', 'signing_certificate_v2', 'cms_algorithm_protection'}


@dataclass(frozen=True, slots=True)
class Template:
    """What all signatures of a key have in common, as DER."""

    content: bytes  # the type of the outermost layer
    head: bytes  # version, digest algorithms, and that the content lies elsewhere
    certificates: bytes
    signer: bytes  # version, whose key, digest algorithm
    attributes: tuple[bytes, bytes, bytes]  # before the digest, the digest's own frame without it, after it
    algorithm: bytes

    def attributes_of(self, digest: bytes) -> bytes:
        """The attributes that are signed, of a file with this digest."""
        before, frame, after = self.attributes
        return before + frame + digest + after

    def assembled(self, digest: bytes, signature: bytes) -> bytes:
        """The whole, of a file with this digest and of this signature over its attributes."""
        attributes = tlv(FIRST, self.attributes_of(digest))
        signer = tlv(SEQUENCE, self.signer + attributes + self.algorithm + tlv(OCTETS, signature))
        signed = tlv(SEQUENCE, self.head + self.certificates + tlv(SET, signer))
        return tlv(SEQUENCE, self.content + tlv(FIRST, signed))


def tlv(tag: int, body: bytes) -> bytes:
    """A value with its tag and length, in DER."""
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, 'big')
    return bytes([tag, 0x80 | len(length)]) + length + body


def template_of(made: cms.ContentInfo, digest: bytes) -> Template | None:
    """What pyHanko's signature of a file with this digest has in common with others; None if it can't be repeated."""
    whole = made.dump()
    outer = cms.ContentInfo.load(whole)
    signed = outer['content']
    info = signed['signer_infos'][0]
    attributes = b''.join(attribute.dump() for attribute in info['signed_attrs'])
    before, found, after = attributes.partition(tlv(OCTETS, digest))
    if not found or {attribute['type'].native for attribute in info['signed_attrs']} - REPEATED:
        return None
    template = Template(
        content=outer['content_type'].dump(),
        head=signed['version'].dump() + signed['digest_algorithms'].dump() + signed['encap_content_info'].dump(),
        certificates=signed['certificates'].dump(),
        signer=info['version'].dump() + info['sid'].dump() + info['digest_algorithm'].dump(),
        attributes=(before, found[: -len(digest)], after),
        algorithm=info['signature_algorithm'].dump(),
    )
    return template if template.assembled(digest, info['signature'].native) == whole else None


class RepeatingSigner(signers.SimpleSigner):
    """A signer of one key that signs many files alike: one digest algorithm, the same settings, no timestamp."""

    template: Template | None = None

    @classmethod
    def opened(cls, data: bytes, word: bytes) -> Self | None:
        """The signer of a PKCS#12 file; None if the word does not open it."""
        try:
            found = signers.SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=word)
        except ValueError:
            return None
        return cls(signing_cert=found.signing_cert, signing_key=found.signing_key, cert_registry=found.cert_registry)

    async def async_sign(self, data_digest: bytes, digest_algorithm: str, *args: Any, **settings: Any) -> Any:
        """The signature of a file with this digest: the first one as pyHanko builds it, later ones alike."""
        if self.template is None:
            made = await super().async_sign(data_digest, digest_algorithm, *args, **settings)
            self.template = template_of(made, data_digest)
            return made
        attributes = tlv(SET, self.template.attributes_of(data_digest))
        signature = await self.async_sign_raw(attributes, digest_algorithm.lower())
        return cms.ContentInfo.load(self.template.assembled(data_digest, signature))
