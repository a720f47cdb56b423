"""Errors of recognition. Every one pickles: all its data are constructor arguments."""


class OcrError(Exception):
    """Root of the package's errors; ``code`` is stable, ``retry`` says whether trying again may help."""

    code = "OCR"
    retry = False


class EngineMissing(OcrError):
    """The OCR program is not installed. Arguments: the program's name."""

    code = "OCR-ENGINE-MISSING"


class LanguageMissing(OcrError):
    """The OCR program lacks a language. Arguments: the language's code."""

    code = "OCR-LANGUAGE-MISSING"


class PageTimeout(OcrError):
    """One page took longer than its time. Arguments: seconds."""

    code = "OCR-PAGE-TIMEOUT"


class ImageUnreadable(OcrError):
    """A page image cannot be decoded. Arguments: what the decoder said."""

    code = "OCR-IMAGE-UNREADABLE"


class ImageTooLarge(OcrError):
    """A page image would unpack to more pixels than allowed. Arguments: width, height."""

    code = "OCR-IMAGE-TOO-LARGE"


class DoctypeInvalid(OcrError):
    """A document type file breaks its schema. Arguments: file name, what is wrong."""

    code = "OCR-DOCTYPE-INVALID"
