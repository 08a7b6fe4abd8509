"""Turns a context into the bytes of a PDF: Django templates to HTML, WeasyPrint to PDF/A-3u with tags.

WeasyPrint costs more than a second to import, so it is imported at the first paper. Nothing outside `data:` and the
fonts directory is fetched, whatever a template or a value says. The same context gives the same bytes: dates come
from the context and identifiers from the content, so a step repeated after a crash writes the same file.
"""

import re
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import segno
import zxingcpp
from django.template import Context, Engine
from django.utils.safestring import mark_safe

from .contexts import PaperContext

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(__file__).parents[2] / "onestop" / "static" / "fonts"
VARIANT = "pdf/a-3u"
SMALLER = ("snug dense", "dense")  # classes of style.css

_SIZE = re.compile(r'<svg width="(\d+)" height="(\d+)"')
_BARS = re.compile(r'<path d="([^"]+)"')

# Pango's font map, which WeasyPrint keeps in FontConfiguration, is not made for two threads at once.
_one_at_a_time = threading.Lock()


def render(
    template_name: str, context: PaperContext, *, base_url: str | None = None, fit: bool = True
) -> bytes:
    """Render `papers/<template_name>` ('receipt.html', 'result.html') with `paper`, `qr` and `bars`; return the PDF.

    A paper that spills over is set again in smaller and in small type; if neither makes one page, the first stays.
    A table that may be long (`fit` False) is set once, in the one size.
    `base_url` resolves relative addresses in the template; the fonts directory when not given. Raises
    django.template.TemplateDoesNotExist for an unknown name.
    """
    with _one_at_a_time:
        document = _lay_out(template_name, context, base_url)
        if fit and len(document.pages) > 1:
            smaller = (_lay_out(template_name, context, base_url, dense=size) for size in SMALLER)
            document = next((one for one in smaller if len(one.pages) == 1), document)
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True, finisher=_drop_empty_resources)
    return pdf


def prepare() -> None:
    """Do what the first paper of a process waits for, more than a second, before anything is locked."""
    _font_configuration()


def _lay_out(
    template_name: str, context: PaperContext, base_url: str | None, *, dense: str = ""
) -> "Document":
    from weasyprint import HTML

    qr = mark_safe(qr_svg(context.qr_text)) if context.qr_text else ""
    code = getattr(context, "dossier_code", "")
    values = {"paper": context, "qr": qr, "bars": mark_safe(bar_svg(code)) if code else "", "dense": dense}
    html = _engine().get_template(f"papers/{template_name}").render(Context(values))
    source = HTML(string=html, base_url=base_url or f"{FONTS.as_uri()}/", url_fetcher=_fetcher())
    return source.render(font_config=_font_configuration(), pdf_variant=VARIANT, pdf_tags=True)


def qr_svg(text: str) -> str:
    """Return an inline SVG of a QR code (error correction M, quiet zone of 4 modules) to be sized by CSS."""
    svg: str = segno.make(text, error="m", micro=False).svg_inline(border=4, omitsize=True, light="#fff")
    return svg


def bar_svg(text: str) -> str:
    """Return an inline SVG of a bar code (Code 128, for the hand scanners of counters) to be sized by CSS."""
    drawn: str = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_svg(scale=1)
    width, height = _SIZE.search(drawn).groups()  # type: ignore[union-attr]  # every drawing has its size
    bars = _BARS.search(drawn).group(1)  # type: ignore[union-attr]
    return (
        f'<svg viewBox="0 0 {width} {height}" preserveAspectRatio="none"><path d="{bars}" fill="#000"/></svg>'
    )


@cache
def _engine() -> Engine:
    """Our own engine: official papers are Vietnamese in every language of the interface, and always escaped."""
    return Engine(dirs=[str(TEMPLATES)], autoescape=True)


@cache
def _font_configuration() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _fetcher() -> "URLFetcher":
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type hints
        """Fetches data: addresses and files of the fonts directory; refuses everything else, redirects too."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            if parts.scheme == "file" and parts.netloc == "":
                path = Path(unquote(parts.path)).resolve()
                if path.is_relative_to(FONTS.resolve()):
                    return super().fetch(path.as_uri(), headers)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            raise ValueError(f"papers fetch nothing from outside: {url}")

    return OurFilesOnly(allowed_protocols={"data", "file"}, allow_redirects=False)


def _drop_empty_resources(document: Any, pdf: Any) -> None:
    """Remove the empty /Pattern and /Shading that WeasyPrint writes: PDF/A checkers stumble over them."""
    for item in pdf.objects:
        resources = item if isinstance(item, dict) else getattr(item, "extra", {}).get("Resources")
        for name in ("Pattern", "Shading"):
            if isinstance(resources, dict) and resources.get(name) == {}:
                del resources[name]
