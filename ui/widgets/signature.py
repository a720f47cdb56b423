"""What the signatures of a paper are worth, in words: the same wherever a paper is shown."""

from PySide6.QtCore import QCoreApplication

from warehouse.records import SignatureState

COLOURS = {
    SignatureState.UNSIGNED: "#5b6773",
    SignatureState.VALID: "#1a6b3c",
    SignatureState.UNKNOWN: "#8a5a00",
    SignatureState.INVALID: "#a32020",
}
"""Text colours with a contrast of 4.5 or more on white (WCAG 2.2, 1.4.3)."""


def signature_word(state: SignatureState) -> str:
    """Chưa ký, hợp lệ, không xác định, sai."""
    return {
        SignatureState.UNSIGNED: QCoreApplication.translate("Signature", "not signed"),
        SignatureState.VALID: QCoreApplication.translate("Signature", "valid"),
        SignatureState.UNKNOWN: QCoreApplication.translate("Signature", "not known"),
        SignatureState.INVALID: QCoreApplication.translate("Signature", "invalid"),
    }[state]


def signature_text(state: SignatureState) -> str:
    """The word with what it speaks of."""
    return QCoreApplication.translate("Signature", "Signature: {0}").format(signature_word(state))
