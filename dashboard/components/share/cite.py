"""Share, Cite: as a sentence, for BibTeX, for programs that read CSL-JSON."""

from __future__ import annotations

from dashboard.components.share.item import Items, copy_item
from dashboard.components.share.view import SharedView
from dashboard.exports.citing import bibtex, citation, csl_json


def items(view: SharedView) -> Items:
    version, title, link = view.data.version, view.title, view.cited_link
    line = view.line
    return [
        copy_item("Citation", citation(version, title, line, link, **view.dated)),
        copy_item("BibTeX", bibtex(version, title, link, line=line, **view.dated)),
        copy_item("CSL-JSON", csl_json(version, title, link, line=line, **view.dated)),
    ]
