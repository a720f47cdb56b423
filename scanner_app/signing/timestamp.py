"""Time stamps of an RFC 3161 server, which prove when a signature was made."""

from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.timestamps import HTTPTimeStamper

from scanner_app.signing.errors import TimestampMissing

PATIENCE_S = 15
"""Longest wait for one answer; a server that stamps at all does so within a second or two."""


class TimeStamper(HTTPTimeStamper):
    """Asks one server; whatever goes wrong is ``TimestampMissing``, so that nothing is signed without its stamp."""

    def __init__(self, url: str) -> None:
        untyped: Any = super()
        untyped.__init__(url, timeout=PATIENCE_S)

    async def async_timestamp(self, message_digest: Any, md_algorithm: Any) -> Any:
        """The token for a digest; ``TimestampMissing`` when the server is away, refuses or answers something else."""
        untyped: Any = super()
        try:
            return await untyped.async_timestamp(message_digest, md_algorithm)
        except (OSError, PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise TimestampMissing(str(self.url), type(error).__name__) from error
