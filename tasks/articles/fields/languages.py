"""Language of an article, as declared or as read."""

from tasks.articles.document import Document
from tasks.articles.fields.provenance import FieldProvenance
from tasks.articles.text.language import declared_language, looks_like


def read_language(document: Document, body_text: str, ledger: FieldProvenance) -> str | None:
    """Return the language the page declares, or that of the text for a post without a page."""
    # A post of the REST interface does not state its language.
    declared = declared_language(document.html_lang) or _language_of_post(document, body_text)
    if declared:
        ledger.record("language", "html[lang]")
        ledger.compare("language", (declared, "html[lang]"), (looks_like(body_text), "text"))
    return declared


def _language_of_post(document: Document, body_text: str) -> str | None:
    found = looks_like(body_text) if document.page.item is not None else None
    return found if found != "other" else None
