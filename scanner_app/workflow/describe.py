"""The description that TT 01/2023/TT-VPCP Điều 9 asks for, made from a document's confirmed fields."""

import dataclasses
import datetime as dt
import re
import string

from ocr.doctypes import DoctypeSet
from ocr.types import UNKNOWN_TYPE
from scanner_app.errors import UsageError
from warehouse.records import DocumentRow, DossierRow, FieldState, Owner

APPLICANT_ROLE = "nguoi_nop_ho_so"
"""Role of the dossier's own person on a paper that names no owner."""


def describe(
    document: DocumentRow, dossier: DossierRow, doctypes: DoctypeSet, *, scope: str, template: str
) -> DocumentRow:
    """The document with title, number, day, agency, summary, owners, validity, scope and result code."""
    values = {
        field.name: field.value for field in document.fields if field.value and field.state is not FieldState.ABSENT
    }
    facts = doctypes.describe(document.type, values)
    owners = tuple(Owner(id_, name, role) for id_, name, role in facts.owners if id_ or name)
    if not any(owner.id for owner in owners):
        owners = (*owners, Owner(dossier.person_id, dossier.person_name, APPLICANT_ROLE))
    title = facts.title or doctypes.label(document.type, "vi")
    described = dataclasses.replace(
        document,
        title=title,
        number=facts.number,
        issued=facts.issued,
        agency=facts.agency,
        summary=facts.summary or title,
        owners=owners,
        valid_from=facts.valid_from or facts.issued,
        valid_until=facts.valid_until,
        scope=scope,
        parcel=facts.parcel,
    )
    return dataclasses.replace(described, code=result_code(described, template))


def result_code(document: DocumentRow, template: str) -> str:
    """The code of the digitization result (Điều 10) by the office's template.

    ``{owner_id}``, ``{type_code}``, ``{number}`` and ``{issued}`` may be used. A paper without a number
    gives the end of its key instead, so that the code stays unique.
    """
    owner = next((owner.id for owner in document.owners if owner.id), "")
    issued: dt.date | None = document.issued
    number = re.sub(r"[^0-9A-Za-zĐđ/-]+", "", document.number) or document.id[-8:]
    parts = {
        "owner_id": owner or "0",
        "type_code": document.type if document.type != UNKNOWN_TYPE else "khac",
        "number": number,
        "issued": issued.strftime("%Y%m%d") if issued else "0",
    }
    try:
        return string.Formatter().vformat(template, (), parts)
    except (KeyError, ValueError, IndexError) as error:
        raise UsageError("release.code_template", template) from error
