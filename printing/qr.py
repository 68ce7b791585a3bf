"""The code of a dossier as a QR picture, without any text of its own."""

import io

import segno


def qr_svg(said: str) -> str:
    """`said` in a QR code as SVG; a quarter of it may be dirty or torn, and it still reads."""
    written = io.BytesIO()
    segno.make(said, error="q", micro=False).save(written, kind="svg", border=4, xmldecl=False, nl=False)
    return written.getvalue().decode("utf-8")


def scalable_qr_svg(said: str) -> str:
    """The same for a page, which says how large it is."""
    written = io.BytesIO()
    segno.make(said, error="m", micro=False).save(written, kind="svg", border=4, xmldecl=False, nl=False, omitsize=True)
    return written.getvalue().decode("utf-8")
