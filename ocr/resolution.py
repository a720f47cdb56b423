"""Resolutions that a file may be believed to have."""


def believable_dpi(raw: object) -> int | None:
    """The resolution of a ``(x, y)`` pair as files hold it, between 100 and 1,300 dpi, else None.

    Cameras write 72 and editors 96 or 1 without meaning it; no scanner of paper is below 100.
    """
    if not isinstance(raw, tuple) or not raw:
        return None
    try:
        value = round(float(raw[0]))
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        return None
    return value if 100 <= value <= 1300 else None
