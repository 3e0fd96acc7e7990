"""QR codes as drawings: dark modules on white, with the quiet zone that scanners need."""

from __future__ import annotations

from io import BytesIO

import segno

from guidebook.problem import GuidebookError

QUIET_ZONE = 4  # modules, ISO/IEC 18004
LONGEST = 60  # characters; more makes modules below 0.5 mm at the printed side of 26 mm


def svg(address: str, dark: str) -> str:
    """The QR code of an address as SVG, error level M."""
    if len(address) > LONGEST:
        message = "the address {address} has {count} characters, which is too many for a QR code of {limit}"
        hint = "use a shorter site_url in mkdocs.yml"
        raise GuidebookError(message, hint, address=address, count=len(address), limit=LONGEST)
    drawing = BytesIO()
    code = segno.make(address, error="m", micro=False, boost_error=False)
    code.save(drawing, kind="svg", border=QUIET_ZONE, dark=dark, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return drawing.getvalue().decode()


def modules(address: str) -> frozenset[tuple[int, int]]:
    """The dark squares of the code of an address, by row and column of the drawing."""
    rows = enumerate(segno.make(address, error="m", micro=False, boost_error=False).matrix, QUIET_ZONE)
    return frozenset((y, x) for y, row in rows for x, is_dark in enumerate(row, QUIET_ZONE) if is_dark)
