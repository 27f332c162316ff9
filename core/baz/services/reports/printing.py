"""The one printer: a page as PDF for screen readers and printers (PDF/UA-1: tags, title, language)."""

from __future__ import annotations

from typing import cast

from baz.services.reports.needing import needed


def pdf(page: str) -> bytes:
    """A page that stands alone, as PDF. Nothing is fetched for it: not a picture, not a style.

    Raises:
        SetupError: WeasyPrint is not installed, or misses its libraries.
    """
    weasyprint = needed("weasyprint")
    made = weasyprint.HTML(string=page, url_fetcher=weasyprint.URLFetcher(allowed_protocols=()))
    return cast(bytes, made.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True))
