"""An sRGB colour profile of our own, computed from the standard's figures: ICC version 2, fit for every PDF/A.

PDF/A-1 takes profiles of version 2 alone (ISO 19005-1 6.2.2 with PDF 1.4, which knows ICC.1:1998-09).
"""

import functools
import struct

_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
"""Chromaticities of red, green and blue (IEC 61966-2-1, Table 1, as ITU-R BT.709)."""

_D65 = (0.3127, 0.3290)
_D50 = (0.9642, 1.0, 0.8249)
"""The white of the connection space (ICC.1 7.2.16)."""

_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
"""Adaptation of white by cone responses (ICC.1:2010 Annex E.3)."""

_CURVE_POINTS = 1024
_DATE = (2000, 1, 1, 0, 0, 0)
"""Why fixed: the same pages give the same bytes."""

_HEADER_BYTES = 128
_NAME = "sRGB IEC61966-2.1"
_RIGHTS = "No copyright; computed from IEC 61966-2-1 by Sohoa."

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]


@functools.cache
def srgb_profile() -> bytes:
    """The profile's bytes: a display profile of three primaries and one curve."""
    columns = list(zip(*_to_connection_space(), strict=True))
    curve = _curve()
    tags: list[tuple[bytes, bytes]] = [
        (b"desc", _description(_NAME)),
        (b"cprt", b"text\0\0\0\0" + _RIGHTS.encode("ascii") + b"\0"),
        (b"wtpt", _xyz(_D50)),
        (b"rXYZ", _xyz(columns[0])),
        (b"gXYZ", _xyz(columns[1])),
        (b"bXYZ", _xyz(columns[2])),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    return _assembled(tags)


def _assembled(tags: list[tuple[bytes, bytes]]) -> bytes:
    """Header, tag table, data; what several tags share stands there once (ICC.1 7.3.1)."""
    start = _HEADER_BYTES + 4 + 12 * len(tags)
    data = b""
    places: dict[bytes, int] = {}
    table = struct.pack(">I", len(tags))
    for signature, value in tags:
        if value not in places:
            places[value] = start + len(data)
            data += value + bytes(-len(value) % 4)
        table += struct.pack(">4sII", signature, places[value], len(value))
    return _header(start + len(data)) + table + data


def _header(size: int) -> bytes:
    """ICC.1:1998-09 6.1: version 2.1, a display device, RGB to XYZ, perceptual."""
    fields = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    fields += struct.pack(">6H4s4s", *_DATE, b"acsp", bytes(4))
    fields += bytes(4 + 4 + 4 + 8 + 4) + _fixed(*_D50)
    return fields + bytes(_HEADER_BYTES - len(fields))


def _fixed(*values: float) -> bytes:
    """Numbers as s15Fixed16 (ICC.1 4.6)."""
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _xyz(values: Row) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*values)


def _description(text: str) -> bytes:
    """A textDescriptionType of version 2: the text in ASCII, none in Unicode, none for Macintosh (6.5.17)."""
    ascii_text = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_text)) + ascii_text + bytes(4 + 4 + 2 + 1 + 67)


def _curve() -> bytes:
    """The transfer function of IEC 61966-2-1 5.2 in samples of 16 bits."""
    samples = [round(65535 * _linear(index / (_CURVE_POINTS - 1))) for index in range(_CURVE_POINTS)]
    return b"curv\0\0\0\0" + struct.pack(f">I{_CURVE_POINTS}H", _CURVE_POINTS, *samples)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _to_connection_space() -> Matrix:
    """Linear RGB to XYZ under D50: the primaries scaled to their white, then adapted from D65."""
    primaries = _transposed([_from_chromaticity(x, y) for x, y in _PRIMARIES])
    white = _from_chromaticity(*_D65)
    scale = _times(_inverse(primaries), white)
    under_d65 = _transposed([tuple(part * factor for part in column) for column, factor in _columns(primaries, scale)])
    source, target = _times(_BRADFORD, white), _times(_BRADFORD, _D50)
    gains: Matrix = ((target[0] / source[0], 0, 0), (0, target[1] / source[1], 0), (0, 0, target[2] / source[2]))
    adaptation = _product(_inverse(_BRADFORD), _product(gains, _BRADFORD))
    return _product(adaptation, under_d65)


def _from_chromaticity(x: float, y: float) -> Row:
    return x / y, 1.0, (1 - x - y) / y


def _columns(matrix: Matrix, factors: Row) -> list[tuple[Row, float]]:
    return list(zip(_transposed(list(matrix)), factors, strict=True))


def _transposed(rows: list[Row] | list[tuple[float, ...]]) -> Matrix:
    first, second, third = zip(*rows, strict=True)
    return first, second, third


def _times(matrix: Matrix, vector: Row) -> Row:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _product(left: Matrix, right: Matrix) -> Matrix:
    columns = _transposed(list(right))
    return _transposed([_times(left, column) for column in columns])


def _inverse(matrix: Matrix) -> Matrix:
    """By cofactors."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / whole, (c * h - b * i) / whole, (b * f - c * e) / whole),
        ((f * g - d * i) / whole, (a * i - c * g) / whole, (c * d - a * f) / whole),
        ((d * h - e * g) / whole, (b * g - a * h) / whole, (a * e - b * d) / whole),
    )
