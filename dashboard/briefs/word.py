"""A brief as a Word document, with real endnotes. See docs/decisions/0028."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Row
from docx.text.paragraph import Paragraph

from dashboard.briefs.asked import Made
from dashboard.briefs.endnotes import Endnotes, external_link
from dashboard.briefs.picture import draw
from dashboard.data import Data
from dashboard.exports.citing import plain
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.pictures.browser import CantDrawError, Sheet
from dashboard.pictures.studio import BusyError, Studio
from routes.briefs import Line, Section, Table

WIDTH = Mm(182)
QUIET = RGBColor(0x55, 0x5F, 0x6D)
NO_PICTURE = "The picture could not be made on this server; it is here: "


def to_docx(data: Data, made: Made, studio: Studio) -> bytes:
    """Return the brief as DOCX. Without a browser the picture is told in words and linked."""
    word = Document()
    _set_up(word, made)
    notes = Endnotes(word, made)
    word.add_heading(plain(made.heading), 0)
    _small(word.add_paragraph(plain(made.brief.subtitle)))
    picture = _png(data, made, studio)
    for section in made.brief.sections:
        _section(word, section, notes)
        if section.has_picture:
            _picture(word, made, picture)
    word.add_heading("Sources", 1)
    notes.finish()
    _colophon(word, made)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _set_up(word: WordDocument, made: Made) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(14)
    page.top_margin, page.bottom_margin = Mm(12), Mm(12)
    for name, size in (("Normal", 8.5), ("Title", 17), ("Heading 1", 11), ("List Bullet", 8.5)):
        style = word.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.space_before = Pt(5 if name == "Heading 1" else 0)
    about = word.core_properties
    about.title, about.author, about.language = plain(made.heading), "Childways", "en"
    about.subject, about.comments = plain(made.brief.subtitle), made.terms
    about.created = about.modified = datetime.fromisoformat(made.brief.date).replace(tzinfo=UTC)


def _section(word: WordDocument, section: Section, notes: Endnotes) -> None:
    word.add_heading(section.heading, 1)
    for line in section.lines:
        _write(word.add_paragraph(), line, notes)
    if section.table:
        _table(word, section.table, notes)
    for line in section.items:
        _write(word.add_paragraph(style="List Bullet"), line, notes)


def _write(paragraph: Paragraph, line: Line, notes: Endnotes) -> None:
    if line.lead:
        paragraph.add_run(plain(line.lead)).bold = True
        paragraph.add_run(" ")
    for one in line.said:
        if one.text:
            paragraph.add_run(plain(one.text))
        notes.call(paragraph, one.notes)


def _table(word: WordDocument, table: Table, notes: Endnotes) -> None:
    made = word.add_table(rows=1, cols=len(table.head))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    for cell, text in zip(made.rows[0].cells, table.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _repeats(made.rows[0])
    for row in table.rows:
        cells = made.add_row().cells
        for at, (cell, line) in enumerate(zip(cells, row, strict=True)):
            _write(cell.paragraphs[0], line, notes)
            if at == 0:
                for run in cell.paragraphs[0].runs:
                    run.bold = True


def _repeats(row: _Row) -> None:
    """Mark a row as the head of its table: screen readers read it, pages repeat it."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _png(data: Data, made: Made, studio: Studio) -> bytes | None:
    drawn = draw(data, made)
    sheet = Sheet(
        svg=drawn.svg, width=drawn.width, height=drawn.height, title=drawn.title, alt=drawn.alt
    )
    name = "\n".join(("brief-png", data.version, data.origin, made.back))
    try:
        return studio.once(name, lambda: studio.render(sheet, "png", 2), keep=not data.is_only_here)
    except (CantDrawError, BusyError):
        return None


def _picture(word: WordDocument, made: Made, png: bytes | None) -> None:
    paragraph = word.add_paragraph()
    if png is None:
        paragraph.add_run(f"{NO_PICTURE} {made.picture_words} ")
        external_link(paragraph, made.picture_address, made.picture_address)
        return
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=WIDTH)
    properties = shape._inline.docPr
    properties.set("descr", made.picture_words)
    properties.set("title", "Picture of the brief")
    if made.journey is not None:
        _small(word.add_paragraph(MAP_DISCLAIMER))


def _colophon(word: WordDocument, made: Made) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    _small(paragraph)
    run = paragraph.add_run(f"{made.terms} Every value with its source: ")
    run.font.size, run.font.color.rgb = Pt(7), QUIET
    external_link(paragraph, made.back, made.back)


def _small(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8), QUIET
