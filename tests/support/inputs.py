"""Makes good and bad input files; each function writes one."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageChops, ImageCms, ImageDraw


def picture(width: int = 400, height: int = 560, colour: str = "white") -> Image.Image:
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).text((40, 60), "GIAY KHAI SINH", fill="black")
    return image


def blocks(width: int, height: int) -> Image.Image:
    """Large dark shapes, of which little changes when they are drawn at another size."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((width // 12, height // 9, width // 2, height // 5), fill="black")
    pen.ellipse((width // 4, height // 3, 3 * width // 4, 3 * height // 4), fill="black")
    return image


def jpeg(path: Path) -> Path:
    picture().save(path, "JPEG", dpi=(300, 300))
    return path


def cut_jpeg(path: Path) -> Path:
    data = jpeg(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def html_as_pdf(path: Path) -> Path:
    path.write_bytes(b"<!DOCTYPE html><html><body>404</body></html>")
    return path


def huge_png(path: Path) -> Path:
    """A PNG whose header says 30,000 x 30,000; its data are a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def tiny_png(path: Path) -> Path:
    Image.new("L", (1, 1), 255).save(path)
    return path


def tiff(path: Path, pages: int = 3) -> Path:
    frames = [picture() for _ in range(pages)]
    frames[0].save(path, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    return path


def cut_tiff(path: Path) -> Path:
    data = tiff(path).read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    return path


def webp_animation(path: Path) -> Path:
    frames = [picture(colour=colour) for colour in ("white", "yellow")]
    frames[0].save(path, "WEBP", save_all=True, append_images=frames[1:])
    return path


def heic(path: Path) -> Path:
    import pillow_heif

    pillow_heif.register_heif_opener()
    picture().save(path, "HEIF")
    return path


def cut_jpeg_with_thumbnail(path: Path) -> Path:
    """Cut within the picture; the thumbnail in its head has an end mark of its own."""
    small = io.BytesIO()
    picture().resize((40, 56)).save(small, "JPEG")
    body = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00" + small.getvalue()
    data = jpeg(path).read_bytes()
    head = data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    path.write_bytes(head + data[2 : len(data) // 2])
    return path


def flate_pdf(path: Path, image: Image.Image, *, rotate: int = 0) -> Path:
    """A page that is one picture without loss, packed by Flate: bilevel as capture programs write it."""
    return coded_pdf(path, image, image.tobytes(), None, rotate=rotate)


def jpx_pdf(path: Path, image: Image.Image) -> Path:
    """A page that is one picture in JPEG 2000 without loss, as archive scanners write it."""
    file = io.BytesIO()
    image.save(file, "JPEG2000", irreversible=False)
    return coded_pdf(path, image, file.getvalue(), "/JPXDecode")


def jbig2_pdf(path: Path, image: Image.Image) -> Path:
    """A page that is one bilevel picture in JBIG2: a page segment and one generic region coded by MMR.

    Source: ITU-T T.88 7.2 (segment headers), 7.4.6 (generic region), 7.4.8 (page information); PDF 1.7, 7.4.7.
    """
    size = struct.pack(">II", *image.size)
    page = size + struct.pack(">IIBH", 0, 0, 0, 0)
    region = size + struct.pack(">IIBB", 0, 0, 0, 1) + _mmr(image)
    segments = [(48, page), (38, region)]
    data = b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body for number, (kind, body) in enumerate(segments)
    )
    return coded_pdf(path, image, data, "/JBIG2Decode")


def _mmr(image: Image.Image) -> bytes:
    """A bilevel picture's lines coded as ITU-T T.6 has it (fax group 4), ink as ones."""
    file = io.BytesIO()
    ImageChops.invert(image).save(file, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(io.BytesIO(file.getvalue())) as packed:
        tags: Any = packed
        (start,), (length,) = tags.tag_v2[273], tags.tag_v2[279]
    return file.getvalue()[start : start + length]


def with_cut_image(path: Path) -> Path:
    """The PDF whose first page's image has lost the second half of its data, the file around it being sound."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        # Any: pikepdf's objects are typed by their content alone.
        image: Any = document.pages[0].obj.Resources.XObject.Im0
        data = image.read_raw_bytes()
        image.write(data[: len(data) // 2], filter=image.Filter)
        document.save(path)
    return path


def coded_pdf(path: Path, image: Image.Image, data: bytes, coding: str | None, *, rotate: int = 0) -> Path:
    """A page that is one picture whose data are coded as named; plain data are packed by Flate."""
    with pikepdf.new() as document:
        stream = pikepdf.Stream(document, data)
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height = image.width, image.height
        stream.BitsPerComponent = 1 if image.mode == "1" else 8
        stream.ColorSpace = pikepdf.Name.DeviceRGB if image.mode == "RGB" else pikepdf.Name.DeviceGray
        if coding:
            stream.Filter = pikepdf.Name(coding)
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=document.make_indirect(stream)))
        page.Contents = pikepdf.Stream(document, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        if rotate:
            page.Rotate = rotate
        document.save(path, compress_streams=True)
    return path


def many_paged_pdf(path: Path, count: int) -> Path:
    """A stack of so many pages that all show the same small picture."""
    image = picture(200, 280)
    file = io.BytesIO()
    image.save(file, "JPEG")
    with pikepdf.new() as document:
        stream = pikepdf.Stream(document, file.getvalue())
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = image.width, image.height, 8
        stream.ColorSpace, stream.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        shared = document.make_indirect(stream)
        for _number in range(count):
            page = document.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=shared))
            page.Contents = pikepdf.Stream(document, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        document.save(path)
    return path


def pdf(
    path: Path,
    pages: int = 2,
    *,
    rotate: int = 0,
    size: tuple[float, float] = (595, 842),
    cover: float = 1.0,
    profile: bool = False,
) -> Path:
    """A scan: each page is one JPEG that covers it, or ``cover`` of its width and height."""
    image = path.with_suffix(".one.jpg")
    jpeg(image)
    data = image.read_bytes()
    image.unlink()
    with pikepdf.new() as document:
        for _ in range(pages):
            stream = pikepdf.Stream(document, data)
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            stream.Width, stream.Height, stream.BitsPerComponent = 400, 560, 8
            stream.ColorSpace, stream.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
            if profile:
                icc = pikepdf.Stream(document, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
                icc.N = 3
                stream.ColorSpace = pikepdf.Array([pikepdf.Name.ICCBased, document.make_indirect(icc)])
            page = document.add_blank_page(page_size=size)
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=document.make_indirect(stream)))
            wide, high = cover * size[0], cover * size[1]
            page.Contents = pikepdf.Stream(document, f"q {wide} 0 0 {high} 0 0 cm /Im0 Do Q".encode())
            if rotate:
                page.Rotate = rotate
        document.save(path)
    return path


def locked_pdf(path: Path, *, user: str = "bí mật") -> Path:
    pdf(path)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="chủ", user=user))
    return path


def empty_pdf(path: Path) -> Path:
    with pikepdf.new() as document:
        document.save(path)
    return path


def cut_pdf(path: Path) -> Path:
    data = pdf(path).read_bytes()
    path.write_bytes(data[:300])
    return path


def born_digital_pdf(path: Path) -> Path:
    """Visible text in a standard font and nothing else."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        rows = "".join(f"1 0 0 1 72 {760 - 20 * row} Tm (Dossier line number {row}) Tj " for row in range(30))
        page.Contents = pikepdf.Stream(document, f"BT /F1 12 Tf {rows} ET".encode())
        document.save(path)
    return path
