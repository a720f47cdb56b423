"""Signatures with legal weight: PAdES with a token or a key file, a visible stamp, and checking what came in."""

from scanner_app.signing.checking import SignatureDetail, Verdict, check
from scanner_app.signing.document import SignedFile, SignOptions, carries, sign_batch, sign_file
from scanner_app.signing.signer import Signer, open_p12, open_token
from scanner_app.signing.stamp import Corner, Stamp, find_font
from scanner_app.signing.trust import trusted

__all__ = [
    "Corner",
    "SignOptions",
    "SignatureDetail",
    "SignedFile",
    "Signer",
    "Stamp",
    "Verdict",
    "carries",
    "check",
    "find_font",
    "open_p12",
    "open_token",
    "sign_batch",
    "sign_file",
    "trusted",
]
