"""The organ's seal on a file: a PAdES signature that forbids every later change."""

import io
from functools import lru_cache

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from govhall.documents.cms import RepeatingSigner
from govhall.documents.keystore import SealKey, WrongMasterKey
from govhall.documents.marks import Mark, put_mark

FIELD = 'Seal'
ROOM = 16_384  # hex digits for signature and certificates; measured instead, each file would be signed twice
MOST_KEYS = 64  # kept open in a process; a cell seals for a few organs


def seal(data: bytes, *, key: SealKey, organ: str, number: str, mark: Mark | None = None) -> bytes:
    """The file with the seal on it, which covers the mark of the event too. Raises WrongMasterKey."""
    signer = _signer(key)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        name=organ,
        reason=number,
        md_algorithm='sha256',
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        use_pades_lta=False,
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    if mark is not None:
        put_mark(writer, mark)
    signers.PdfSigner(about, signer=signer).sign_pdf(writer, bytes_reserved=ROOM, output=out)
    return out.getvalue()


@lru_cache(maxsize=MOST_KEYS)
def _signer(key: SealKey) -> RepeatingSigner:
    """The opened key; another file of the organ is another key."""
    signer = RepeatingSigner.opened(key.data, key.word)
    if signer is None:
        raise WrongMasterKey(key.fingerprint)
    return signer
