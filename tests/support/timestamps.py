"""A time stamp server of our own: RFC 3161 over HTTP (its clause 3.4) on a free port of this machine."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.support.signing import NOW, Authority


@dataclass
class Server:
    """A running server: its address, when it says it is, and what was asked of it."""

    url: str = ""
    now: dt.datetime = NOW
    answer: str = "stamp"
    """``stamp``, ``refuse``, ``nonsense`` (bytes that are no answer) or ``html``."""

    asked: list[str] = field(default_factory=list)
    """The digests that were sent, in hexadecimal."""


@contextmanager
def running(authority: Authority) -> Iterator[Server]:
    """A server whose certificate the authority issued."""
    server = Server()
    key, certificate = _identity(authority)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            is_query = self.headers["Content-Type"] == "application/timestamp-query"
            server.asked.append(request["message_imprint"]["hashed_message"].native.hex())
            body = _answer(server, request, key, certificate) if is_query else b""
            self.send_response(200 if is_query else 415)
            kind = "text/html" if server.answer == "html" else "application/timestamp-reply"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        server.url = f"http://127.0.0.1:{listener.server_address[1]}/tsa"
        try:
            yield server
        finally:
            listener.shutdown()
            thread.join()


def _answer(server: Server, request: tsp.TimeStampReq, key: bytes, certificate: bytes) -> bytes:
    if server.answer == "nonsense":
        return b"\x30\x03no!"
    if server.answer == "refuse":
        status = tsp.PKIStatusInfo({"status": tsp.PKIStatus("rejection")})
        return bytes(tsp.TimeStampResp({"status": status}).dump())
    stamper: Any = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate), keys.PrivateKeyInfo.load(key), fixed_dt=server.now
    )
    return bytes(stamper.request_tsa_response(request).dump())


def _identity(authority: Authority) -> tuple[bytes, bytes]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dấu thời gian Mẫu")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=3000))
        .not_valid_after(NOW + dt.timedelta(days=3000))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return (
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(serialization.Encoding.DER),
    )
