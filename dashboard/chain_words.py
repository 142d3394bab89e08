"""A chain in words, for the terminal and the page alike."""

from __future__ import annotations

from routes.chains import Cited, Kind, Link

KIND_WORDS: dict[Kind, str] = {
    "level": "Level",
    "answer": "Question",
    "stage": "Stage",
    "drop": "Drop",
    "promise": "Promise",
    "commitment": "The text",
    "check": "What tells of it",
    "figures": "Recorded figures",
    "figure": "Figure",
    "rule": "Rule",
    "fact": "Fact",
    "cell": "Read from",
    "snapshot": "Snapshot",
    "source": "Source",
    "unknown": "Unknown",
    "aside": "Held, not used",
}
EVIDENCE_WORDS = {
    "read": "read in its source",
    "official": "official data set",
    "named": "source named, not yet checked",
}


def value_words(link: Link) -> str:
    """Return the value of a link in words; "" where it has none of its own."""
    if link.kind in ("level", "stage"):
        return "not known" if link.value is None else link.value
    if link.kind in ("answer", "check"):
        return "not known" if link.value is None else link.value.replace("_", " ")
    if link.kind == "promise":
        return (link.value or "").replace("_", " ")
    return link.value or ""


def notes(link: Link) -> list[str]:
    """Return what is told of a link beside its title and value, a line each."""
    is_new = link.said.rstrip(".").casefold() != value_words(link).casefold()
    told = [link.said] if link.said and is_new else []
    age = age_words(link)
    if age:
        told.append(age)
    if link.place is not None and str(link.place) != link.title:
        told.append(str(link.place))
    if link.place is not None and link.place.sha256 and link.kind in ("cell", "rule", "snapshot"):
        told.append(f"sha256 {link.place.sha256[:16]}…")
    if link.source is not None:
        told.append(source_words(link.source))
    if link.step is not None:
        code = ", ".join(path for path, _ in link.step.code) or "not recorded"
        told.append(
            f"Build step {link.step.name} made {link.step.file} (sha256 {link.step.sha256[:16]}…) "
            f"with {code}"
        )
    return told


def age_words(link: Link) -> str:
    """Return the year a link speaks for, whether it is carried forward, and how it was checked."""
    told = []
    if link.as_of_year is not None and link.kind != "commitment":
        told.append(f"as of {link.as_of_year}")
    if link.carried_years:
        plural = "" if link.carried_years == 1 else "s"
        told.append(f"carried forward {link.carried_years} year{plural}")
    if link.evidence:
        told.append(EVIDENCE_WORDS[link.evidence])
    if link.confidence:
        told.append(f"{link.confidence} confidence")
    return ", ".join(told)


def source_words(source: Cited) -> str:
    """Return address, licence and day of receipt of a source, and what is not known of them."""
    return (
        f"Address: {source.url or 'not known'}. Licence: {source.licence or 'not stated'}. "
        f"Retrieved: {source.retrieved or 'no day recorded'}."
    )
