"""What several commands say alike: a component's answer as JSON, and the state of a signature."""

from typing import Any

from scanner_app.messages import reason
from scanner_app.ports import App
from warehouse.records import ComponentState, PaperRef, ReuseAnswer, SignatureState

_SIGNATURES = {
    SignatureState.UNSIGNED: ("chưa ký", "unsigned"),
    SignatureState.VALID: ("hợp lệ", "valid"),
    SignatureState.UNKNOWN: ("không xác định", "unknown"),
    SignatureState.INVALID: ("sai", "invalid"),
}


def signature_word(state: SignatureState, language: str) -> str:
    """What a file's signatures are worth, in one word of the language."""
    return _SIGNATURES[state][0 if language == "vi" else 1]


def component_json(state: ComponentState | ReuseAnswer, app: App, language: str) -> dict[str, Any]:
    """``{code, name, answer, paper, signature, approved_by, reason: {code, text}, source}``."""
    paper = state.paper
    return {
        "code": state.component.code,
        "name": state.component.name,
        "answer": state.answer.value,
        "paper": paper_json(paper, app) if paper else None,
        "signature": paper.signature.value if paper else None,
        "approved_by": (paper.approved_by or None) if paper else None,
        "reason": {"code": state.reason, "text": reason(state.reason, language, state.reason_data)},
        "source": state.source,
    }


def paper_json(paper: PaperRef, app: App) -> dict[str, Any]:
    """The paper that an answer speaks of."""
    return {
        "document": paper.document_id,
        "dossier": paper.dossier_code,
        "type": paper.type,
        "title": paper.title or app.doctypes.label(paper.type, "vi"),
        "number": paper.number,
        "date": paper.issued.isoformat() if paper.issued else None,
        "agency": paper.agency,
        "valid_until": paper.valid_until.isoformat() if paper.valid_until else None,
        "file": str(app.shared.blob_path(paper.file)) if paper.file else None,
    }
