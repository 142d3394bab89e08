"""Endnotes in a Word document: python-docx has none of its own.

A source is called many times but stands once: its first call is the note's own reference, each
later one a field (NOTEREF) that repeats the number, as Word itself writes cross-references.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from lxml import etree

from dashboard.briefs.asked import Made
from dashboard.exports.citing import plain
from routes.briefs.content import EVIDENCE_WORDS

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))
SMALL = "14"  # half points


class Endnotes:
    """The notes of one document, as they are called."""

    def __init__(self, word: WordDocument, made: Made) -> None:
        self._word, self._made = word, made
        self._called: set[int] = set()

    def call(self, paragraph: Paragraph, numbers: tuple[int, ...]) -> None:
        """Put the numbers after what a paragraph holds so far."""
        for at, number in enumerate(numbers):
            if at:
                _raised(paragraph, ",")
            if number in self._called:
                self._again(paragraph, number)
            else:
                self._called.add(number)
                self._first(paragraph, number)

    def finish(self) -> None:
        """Write the part with the notes, and say that they are numbered 1, 2, 3."""
        package = self._word.part.package
        part = Part(PackURI("/word/endnotes.xml"), CONTENT_TYPE, b"", package)
        root = OxmlElement("w:endnotes")
        for number, kind in SEPARATORS:
            mark = "w:separator" if kind == "separator" else "w:continuationSeparator"
            root.append(
                parse_xml(
                    f'<w:endnote {nsdecls("w")} w:type="{kind}" w:id="{number}"><w:p><w:r>'
                    f"<{mark}/></w:r></w:p></w:endnote>"
                )
            )
        for note in self._made.brief.footnotes:
            link = part.relate_to(
                self._made.source_link(note.number), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            root.append(_note(note.number, note.text, note.evidence, link))
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._word.part.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)
        self._number_in_figures()

    def _first(self, paragraph: Paragraph, number: int) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), f"note{number}")
        run = _raised(paragraph)
        reference = OxmlElement("w:endnoteReference")
        reference.set(qn("w:id"), str(number))
        run.append(reference)
        run.addprevious(start)
        run.addnext(end)

    def _again(self, paragraph: Paragraph, number: int) -> None:
        run = _raised(paragraph, str(number))
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" NOTEREF note{number} \\h ")
        run.addprevious(field)
        field.append(run)

    def _number_in_figures(self) -> None:
        """Word counts endnotes i, ii, iii unless it is told otherwise."""
        settings: Any = self._word.settings.element
        told = parse_xml(
            f'<w:endnotePr {nsdecls("w")}><w:numFmt w:val="decimal"/>'
            + "".join(f'<w:endnote w:id="{number}"/>' for number, _ in SEPARATORS)
            + "</w:endnotePr>"
        )
        compat = settings.find(qn("w:compat"))
        if compat is not None:
            compat.addprevious(told)
        else:
            settings.append(told)


def _note(number: int, text: str, evidence: str, link: str) -> Any:
    note = parse_xml(
        f'<w:endnote {nsdecls("w", "r")} w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/>'
        f'</w:pPr><w:r><w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="{SMALL}"/></w:rPr>'
        f'<w:endnoteRef/></w:r><w:hyperlink r:id="{link}"/></w:p></w:endnote>'
    )
    paragraph = note[0]
    paragraph[-1].append(_run(f" {plain(text)}."))
    if evidence:
        paragraph.append(_run(f" {EVIDENCE_WORDS[evidence]}."))
    return note


def _run(text: str) -> Any:
    run = parse_xml(
        f'<w:r {nsdecls("w")}><w:rPr><w:sz w:val="{SMALL}"/></w:rPr>'
        '<w:t xml:space="preserve"/></w:r>'
    )
    run[-1].text = text
    return run


def _raised(paragraph: Paragraph, text: str = "") -> Any:
    run = paragraph.add_run(text)
    run.font.superscript = True
    return run._r


def external_link(paragraph: Paragraph, address: str, text: str) -> None:
    """Put a link into a paragraph."""
    related = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), related)
    link.append(_run(plain(text)))
    paragraph._p.append(link)
