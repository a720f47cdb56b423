"""The metadata of a file, said twice and alike: document information and XMP (ISO 19005-1 6.7, 19005-2 6.6)."""

import datetime as dt
import re
import unicodedata
from xml.sax.saxutils import escape

from scanner_app.export.pdfwriter import text_string
from scanner_app.export.types import Conformance, Metadata

NAMESPACE = "urn:x-sohoa:digitization:1#"
"""Our own keys of digitization; the extension schema in every file describes them."""

PREFIX = "sohoa"
TOOL = "Sohoa"
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that XML can hold, NFC, blanks at the ends cut off."""
    return unicodedata.normalize("NFC", _NOT_XML.sub("", text)).strip()


def cleaned(metadata: Metadata) -> Metadata:
    """The metadata with clean values; empty keywords and properties are left out.

    Raises:
        ValueError: a property's key is no XML name, or stands there twice.
    """
    properties = tuple((key, clean(value)) for key, value in metadata.properties if clean(value))
    keys = [key for key, _ in properties]
    if len(set(keys)) != len(keys) or not all(_KEY.fullmatch(key) for key in keys):
        raise ValueError(keys)
    return Metadata(
        title=clean(metadata.title),
        subject=clean(metadata.subject),
        author=clean(metadata.author),
        keywords=tuple(clean(word) for word in metadata.keywords if clean(word)),
        created=metadata.created.replace(microsecond=0),
        language=metadata.language,
        properties=properties,
    )


def info_dictionary(metadata: Metadata) -> str:
    """The document information dictionary; ``metadata`` must be clean."""
    date = _pdf_date(metadata.created)
    texts = {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Keywords": joined_keywords(metadata),
        "Creator": TOOL,
        "Producer": TOOL,
    }
    rows = [f"/{key} {text_string(text)}" for key, text in texts.items() if text]
    return f"<< {' '.join(rows)} /CreationDate ({date}) /ModDate ({date}) >>"


def joined_keywords(metadata: Metadata) -> str:
    """The keywords as the one string that both places hold."""
    return ", ".join(metadata.keywords)


def xmp_packet(metadata: Metadata, conformance: Conformance = Conformance.A2U) -> bytes:
    """The XMP packet; ``metadata`` must be clean."""
    date = _xmp_date(metadata.created)
    rows = [
        _simple("pdfaid:part", conformance.part),
        _simple("pdfaid:conformance", conformance.level),
        "<dc:format>application/pdf</dc:format>",
        f"<dc:language><rdf:Bag><rdf:li>{escape(metadata.language)}</rdf:li></rdf:Bag></dc:language>",
        _alternative("dc:title", metadata.title),
        _alternative("dc:description", metadata.subject),
        _sequence("dc:creator", metadata.author),
        _simple("pdf:Keywords", joined_keywords(metadata)),
        _simple("pdf:Producer", TOOL),
        _simple("xmp:CreatorTool", TOOL),
        _simple("xmp:CreateDate", date),
        _simple("xmp:ModifyDate", date),
        _simple("xmp:MetadataDate", date),
        *(_simple(f"{PREFIX}:{key}", value) for key, value in metadata.properties),
    ]
    body = "\n".join(row for row in rows if row)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f"{_extension_schema([key for key, _ in metadata.properties])}"
        '<rdf:Description rdf:about=""'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        f' xmlns:{PREFIX}="{NAMESPACE}">\n'
        f"{body}\n"
        '</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def _extension_schema(keys: list[str]) -> str:
    """Describes our keys (ISO 19005-2 6.6.2.3.3: predefined schemas apart, every key is described).

    It stands in a description of its own before the others: checkers that read in one go (PDFBox) ask for that.
    """
    if not keys:
        return ""
    properties = "\n".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{key}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>Digitization data: {key}</pdfaProperty:description>"
        "</rdf:li>"
        for key in keys
    )
    return (
        '<rdf:Description rdf:about=""'
        ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\n'
        '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Digitization data of TT 01/2023/TT-VPCP</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{PREFIX}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>\n{properties}\n</rdf:Seq></pdfaSchema:property>"
        "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n"
    )


def _simple(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _alternative(name: str, value: str) -> str:
    if not value:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt></{name}>'


def _sequence(name: str, value: str) -> str:
    return f"<{name}><rdf:Seq><rdf:li>{escape(value)}</rdf:li></rdf:Seq></{name}>" if value else ""


def _xmp_date(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _pdf_date(moment: dt.datetime) -> str:
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
