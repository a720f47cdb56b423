"""Invented authorities and signers, and a software token for tests."""

import datetime as dt
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

NOW = dt.datetime.fromtimestamp(int(time.time()), dt.UTC)
MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/softhsm/libsofthsm2.so"),
)
PIN = "1234"


@dataclass(frozen=True)
class Authority:
    """An invented authority: its key, certificate and the file that an office would trust."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    path: Path


@dataclass(frozen=True)
class Identity:
    """A signer's key with certificate, also as a PKCS#12 file with the pass phrase ``PIN``."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    path: Path


def _name(common: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    if common:
        parts.append(x509.NameAttribute(NameOID.COMMON_NAME, common))
    return x509.Name(parts)


def make_authority(folder: Path, name: str = "CA Mẫu") -> Authority:
    key = rsa.generate_private_key(65537, 2048)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=3650))
        .not_valid_after(NOW + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(key, certificate, path)


def make_identity(
    folder: Path, authority: Authority, name: str = "Nguyễn Thị Mẫu", *, days: tuple[int, int] = (-30, 365)
) -> Identity:
    key = rsa.generate_private_key(65537, 2048)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + dt.timedelta(days=days[0]))
        .not_valid_after(NOW + dt.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    path = folder / f"{name or 'khong-ten'}{days[1]}.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"signer", key, certificate, None, serialization.BestAvailableEncryption(PIN.encode())
        )
    )
    return Identity(key, certificate, path)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def find_module() -> Path | None:
    return next((path for path in MODULES if path.is_file()), None)


def make_token(folder: Path, identity: Identity, label: str = "sohoa-thu") -> Path:
    """A SoftHSM2 token with the identity's key; gives the folder that holds its objects.

    The caller has set ``SOFTHSM2_CONF`` to ``folder / "softhsm2.conf"`` before the driver is first loaded.
    """
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    module = find_module()
    assert module is not None
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "5678", "--pin", PIN],
        check=True,
        capture_output=True,
        env=os.environ | {"SOFTHSM2_CONF": str(folder / "softhsm2.conf")},
    )
    library = pkcs11.lib(str(module))
    library.reinitialize()
    token = library.get_token(token_label=label)
    with token.open(rw=True, user_pin=PIN) as session:
        der = identity.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        attributes = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"\x01", pkcs11.Attribute.LABEL: "key"}
        session.create_object(decode_rsa_private_key(der) | attributes)
        certificate = identity.certificate.public_bytes(serialization.Encoding.DER)
        session.create_object(decode_x509_certificate(certificate) | attributes | {pkcs11.Attribute.LABEL: "cert"})
    return folder / "tokens"


def write_config(folder: Path) -> Path:
    (folder / "tokens").mkdir(parents=True, exist_ok=True)
    path = folder / "softhsm2.conf"
    path.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n",
        encoding="utf-8",
    )
    return path
