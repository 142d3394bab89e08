"""Page, print, Markdown and Word say the same; nothing of a reader's own words acts in them."""

import io
import re
import subprocess
import sys
import zipfile
from html import unescape
from urllib.parse import quote

import httpx
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from dashboard.briefs import BriefRequest, make
from dashboard.briefs.markdown import to_markdown
from dashboard.briefs.paper import document
from dashboard.briefs.word import NO_PICTURE, to_docx
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.pictures.studio import PictureSettings, Studio

BRIEFS = (
    "country/GBR",
    "country/LBY?status=undocumented&company=family&year=2020",
    "country/MYT",
    "journey/channel",
    "journey/own?stops=ERI,SDN,LBY,ITA",
)
HOSTILE = '<script>x</script>|[a](javascript:b)*_`#"&'


def made_of(data, address):
    rest, _, query = address.partition("?")
    request, dropped = BriefRequest.read(data, rest, query)
    assert dropped == ()
    return make(data, request)


def flat(line):
    """A line as it reads: lead, text and the numbers of its notes where they stand."""
    lead = f"{line.lead} " if line.lead else ""
    notes = [f"{one.text}{''.join(f'[{n}]' for n in one.notes)}" for one in line.said]
    return squeezed(lead + "".join(notes))


def squeezed(text):
    return " ".join(text.split())


def of_model(brief):
    return {section.name: [flat(line) for line in section if flat(line)]
            for section in brief.sections}  # fmt: skip


def of_html(text):
    """Section -> its lines, read back from HTML."""
    found = {}
    article = text[text.index('class="brief-paper') :]
    for name, body in re.findall(r'<section [^>]*id="(\w+)"[^>]*>(.*?)</section>', article, re.S):
        if name == "notes":
            continue
        body = re.sub(r"<(caption|figure|thead|h2).*?</\1>", "", body, flags=re.S)
        body = re.sub(r"<sup.*?</sup>", _calls, body, flags=re.S)
        lines = re.findall(r"<(p|li|td|th)\b[^>]*>(.*?)</\1>", body, re.S)
        told = (squeezed(unescape(re.sub(r"<[^>]+>", "", inner))) for _, inner in lines)
        found[name] = [line for line in told if line]
    return found


def _calls(sup):
    return "".join(f"[{n}]" for n in re.findall(r">(\d+)</a>", sup[0]))


@pytest.mark.parametrize("address", ["country/GBR", "journey/channel"])
def test_each_cell_of_a_table_knows_the_head_of_its_column(client, data, address):
    """On a narrow screen a table folds, and its heads are out of sight."""
    tables = [section.table for section in made_of(data, address).brief.sections if section.table]
    text = client.get(f"/brief/{address}").text
    drawn = re.findall(r'<table class="folding">.*?</table>', text, re.S)
    assert len(drawn) == len(tables) > 0
    for table, found in zip(tables, drawn, strict=True):
        heads = [unescape(head) for head in re.findall(r'<td data-head="(.*?)"', found)]
        assert heads == list(table.head[1:]) * len(table.rows)


def of_markdown(text, brief):
    """Section -> its lines, read back from Markdown."""
    found = {}
    for part in text.split("\n## ")[1:-1]:
        heading, _, body = part.partition("\n")
        name = next(s.name for s in brief.sections if s.heading == _plain(heading))
        lines = []
        rows = 0
        for line in body.splitlines():
            if line.startswith("| "):
                rows += 1
                cells = re.split(r"(?<!\\)\|", line)[1:-1]
                lines += cells if rows > 2 else []
            elif line and not line.startswith("!["):
                lines.append(line.removeprefix("- "))
        found[name] = [squeezed(_plain(one)) for one in lines if one.strip()]
    return found


def _plain(markdown):
    text = re.sub(r"(?<!\\)\[\^(\d+)\]", r"[\1]", markdown)
    text = re.sub(r"(?<!\\)\*\*", "", text)
    return re.sub(r"\\(.)", r"\1", text)


def of_docx(content, brief):
    """Section -> its lines, read back from Word; and the texts of its endnotes by number."""
    found = {}
    name = ""
    for block in Document(io.BytesIO(content)).element.body.iterchildren(qn("w:p"), qn("w:tbl")):
        paragraphs = [(block,)] if block.tag == qn("w:p") else _rows(block)
        for paragraph in (p for row in paragraphs for p in row):
            text = squeezed(_read(paragraph))
            if _style(paragraph) == "Heading1":
                name = next((s.name for s in brief.sections if s.heading == text), "")
                found.setdefault(name, [])
            elif name and text and not _is_of_picture(text):
                found[name].append(text)
    found.pop("", None)
    return found


def _is_of_picture(text):
    return text == MAP_DISCLAIMER or text.startswith(NO_PICTURE)


def _rows(table):
    _, *rows = table.findall(qn("w:tr"))
    return [row.iter(qn("w:p")) for row in rows]


def _style(paragraph):
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val"))


def _read(paragraph):
    """The text of a paragraph with its calls as [n]; a comma between two calls is theirs."""
    parts = []
    for run in paragraph.iter(qn("w:r")):
        reference = run.find(qn("w:endnoteReference"))
        raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") is not None
        text = "".join(t.text or "" for t in run.findall(qn("w:t")))
        if reference is not None:
            parts.append(f"[{reference.get(qn('w:id'))}]")
        elif raised:
            parts.append(f"[{text}]" if text != "," else "")
        else:
            parts.append(text)
    return "".join(parts)


@pytest.fixture(scope="module")
def no_browser():
    return Studio(PictureSettings(workers=0))


@pytest.mark.parametrize("address", BRIEFS)
def test_word_says_the_same(data, no_browser, address):
    made = made_of(data, address)
    assert of_docx(to_docx(data, made, no_browser), made.brief) == of_model(made.brief)


def test_word_has_real_endnotes_each_called_first_once(data, no_browser):
    made = made_of(data, "country/GBR")
    with zipfile.ZipFile(io.BytesIO(to_docx(data, made, no_browser))) as parts:
        body = parts.read("word/document.xml").decode()
        notes = etree.fromstring(parts.read("word/endnotes.xml"))
        settings = parts.read("word/settings.xml").decode()
        types = parts.read("[Content_Types].xml").decode()
    first = [int(n) for n in re.findall(r'<w:endnoteReference w:id="(\d+)"', body)]
    assert first == [note.number for note in made.brief.footnotes]
    held = {one.get(qn("w:id")): "".join(one.itertext()) for one in notes}
    for note in made.brief.footnotes:
        assert note.text in held[str(note.number)]
    again = set(re.findall(r"NOTEREF note(\d+) ", body))
    assert again <= set(re.findall(r'w:name="note(\d+)"', body))
    assert '<w:numFmt w:val="decimal"/>' in settings
    assert "endnotes+xml" in types


def test_word_carries_child_version_licence_and_the_way_back(data, no_browser):
    made = made_of(data, "country/GBR?company=family&year=2015")
    word = Document(io.BytesIO(to_docx(data, made, no_browser)))
    assert word.core_properties.title == "Brief: United Kingdom"
    assert "with family, seeking asylum, meets in 2015" in word.paragraphs[1].text
    foot = word.sections[0].footer.paragraphs[0].text
    assert data.version in foot
    assert "CC BY 4.0" in foot
    assert foot.endswith("/brief/country/GBR?company=family&year=2015")


def test_a_hostile_name_is_plain_text_in_word(data, no_browser):
    address = f"journey/own?stops=ERI,SDN&name={quote(HOSTILE + chr(0x202E))}"
    made = made_of(data, address)
    word = Document(io.BytesIO(to_docx(data, made, no_browser)))
    assert word.paragraphs[0].text == f"Brief: {HOSTILE}"


def test_python_docx_is_loaded_only_when_it_is_asked_for():
    code = "import sys, dashboard.app; print('docx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("address", BRIEFS)
def test_page_print_and_markdown_say_the_same(client, data, address):
    made = made_of(data, address)
    told = of_model(made.brief)
    assert of_html(client.get(f"/brief/{address}").text) == told
    assert of_html(document(data, made)) == told
    assert of_markdown(to_markdown(made), made.brief) == told


@pytest.mark.parametrize("address", BRIEFS)
def test_every_footnote_that_is_called_is_there(client, data, address):
    made = made_of(data, address)
    page = client.get(f"/brief/{address}").text
    called = set(re.findall(r'href="#note-(\d+)"', page))
    assert called == set(re.findall(r'id="note-(\d+)"', page))
    assert len(called) == len(made.brief.footnotes)
    text = to_markdown(made)
    assert set(re.findall(r"^\[\^(\d+)\]:", text, re.M)) == called
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == called


def test_it_carries_child_year_version_licence_and_the_way_back(data):
    made = made_of(data, "country/GBR?company=family&year=2015")
    for text in (document(data, made), to_markdown(made)):
        plain = re.sub(r"\\(.)", r"\1", unescape(text))
        assert "a child of 15, with family, seeking asylum, meets in 2015" in plain
        assert data.version in plain
        assert data.atlas.date in plain
        assert "CC BY 4.0" in plain
        assert f"{data.origin}/brief/country/GBR?company=family&year=2015" in plain


def test_a_hostile_name_does_nothing_in_any_form(client, data):
    address = f"journey/own?stops=ERI,SDN&name={quote(HOSTILE)}"
    made = made_of(data, address)
    for text in (client.get(f"/brief/{address}").text, document(data, made)):
        assert "<script>x" not in text
        assert "&lt;script&gt;x" in text
    heading = to_markdown(made).splitlines()[0]
    assert re.sub(r"\\(.)", r"\1", heading) == f"# Brief: {made.brief.title}"
    assert not re.search(r"(?<!\\)[<|\[*_`]", heading)


def test_the_printed_document_asks_for_nothing(data):
    text = document(data, made_of(data, "journey/channel"))
    assert "default-src 'none'" in text
    assert not re.search(r'(?:src|url\()\s*=?\s*"?https?:', text)
    assert "<svg" in text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/brief", 404), ("/brief/country/XXX", 404), ("/brief/journey/atlantis", 404),
     ("/brief/planet/mars", 404), ("/brief-file/exe/country/GBR", 404),
     ("/brief-file/md/country/XXX", 404), ("/brief/country/gbr", 200),
     ("/brief-file/svg/journey/channel", 200)],
)  # fmt: skip
def test_bad_addresses_say_so(client, path, status):
    assert client.get(path).status_code == status


def test_what_of_the_link_is_not_known_is_said(client):
    text = client.get("/brief/country/GBR?year=1066").text
    assert "year “1066” is not known here" in text


def test_markdown_is_a_file_with_a_plain_name(client):
    answer = client.get("/brief-file/md/journey/albania-uk?branch=belgium")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert (
        'filename="childways-brief-albania-uk-belgium-2025.md"'
        in (answer.headers["content-disposition"])
    )


@pytest.fixture
def without_browser(app_of_its_own):
    """An app that may not use a browser."""
    return app_of_its_own(pictures=0)


def test_without_a_browser_pdf_is_refused_and_the_page_offered(without_browser, loop):
    app = without_browser

    async def ask():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://t.test") as one:
            return await one.get("/brief-file/pdf/country/GBR"), await one.get("/brief/country/GBR")

    refused, page = loop.run(ask())
    assert refused.status_code == 503
    assert "/brief/country/GBR" in refused.json()["detail"]
    assert "/brief-file/pdf/" not in page.text
    assert "/brief-file/md/" in page.text


@pytest.mark.parametrize("path", ["/country/GBR", "/?country=GBR"])
def test_a_country_leads_to_its_brief(client, path):
    assert 'href="/brief/country/GBR"' in client.get(path).text


def test_a_journey_leads_to_its_brief_with_child_and_branch(client):
    text = unescape(client.get("/journey/albania-uk?branch=belgium&company=family").text)
    assert 'href="/brief/journey/albania-uk?branch=belgium&company=family"' in text


def test_search_finds_the_brief(client):
    assert "/brief/country/GBR" in client.get("/search?q=brief+united+kingdom").text
