"""What hostile readers send: values for parameters, segments, bodies and headers.

Every payload that could run carries MARK, so that what comes back can be told from what is ours.
"""

import random
import string
from urllib.parse import quote

MARK = "hx7q"  # nothing of ours holds it

SCRIPTS = (
    f"<script>{MARK}()</script>",
    f'"><script>{MARK}()</script>',
    f"'><svg/onload={MARK}()>",
    f'"><img src=x onerror={MARK}()>',
    f"</title><script>{MARK}()</script>",
    f"</textarea><script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"--><script>{MARK}()</script>",
    f"]]><script>{MARK}()</script>",
    f"<a href='javascript:{MARK}()'>x</a>",
    f"javascript:{MARK}()",
    f"JaVaScRiPt:{MARK}()",
    f"java\tscript:{MARK}()",
    f"data:text/html,<script>{MARK}()</script>",
    f'" onmouseover="{MARK}()',
    f"' autofocus onfocus={MARK}() x='",
    f"x onload={MARK}()",
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"<base href=//{MARK}.example/>",
    f"<meta http-equiv=refresh content='0;url=javascript:{MARK}()'>",
    f"<form action=javascript:{MARK}()><input type=submit>",
    f"<style>@import '//{MARK}.example'</style>",
    f"<svg><animate onbegin={MARK}() attributeName=x>",
    f"<!--<img src=--><img src=x onerror={MARK}()>",
    f"<math><mi xlink:href='javascript:{MARK}()'>",
    f"<?xml-stylesheet href='//{MARK}.example'?>",
    f"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;{MARK}</x>",
    f"${{{MARK}}}{{{{{MARK}}}}}<%={MARK}%>",
    f"＜script＞{MARK}()＜/script＞",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"&#60;script&#62;{MARK}()",
)
FORMULAS = (
    f'=HYPERLINK("http://x.example/{MARK}","x")',
    f"=cmd|' /C calc'!{MARK}",
    f"@SUM(1+1)*{MARK}",
    f"+1+{MARK}",
    f"-1-{MARK}",
    f"\t={MARK}",
    f"\r={MARK}",
)
TRAVERSALS = (
    "..", ".", "../../../../etc/passwd", "..\\..\\windows\\win.ini", "....//....//etc/passwd",
    "/etc/passwd", "//etc/passwd", "C:\\boot.ini", "file:///etc/passwd", "%2e%2e%2f%2e%2e%2f",
    "..%2f..%2f..%2fetc%2fpasswd", "..%252f..%252fetc%252fpasswd", "..;/..;/", "~root", "x\x00.svg",
    "../pyproject.toml", "..%2Fpyproject.toml", "../geodata/facts/sources.csv", ".git/config",
    "/proc/self/environ", "vendor/../../dashboard/config.py", "vendor/..%2f..%2fREADME.md",
)  # fmt: skip
ADDRESSES = (
    "http://127.0.0.1:22/", "http://localhost:8050/health", "http://169.254.169.254/latest/",
    "http://[::1]/", "http://[", "file:///etc/passwd", "gopher://x.example/", "//x.example/",
    "\\\\x.example\\share", "http://{origin}@x.example/", "http://x.example#{origin}/",
    "{origin}.x.example/", "{origin}@x.example/", "{origin}:99999/journey/channel",
    "{origin}/embed/../../etc/passwd", "{origin}/oembed?url={origin}/oembed?url={origin}/",
    "{origin}/", "{origin}/methods", "{origin}/journey/own?stops=ERI,SDN&name=" + quote(SCRIPTS[1]),
    "{origin}/country/" + quote(SCRIPTS[0]), "{origin}//x.example/", "{origin}/%00", "ftp:x", ":",
)  # fmt: skip
NUMBERS = (
    "-1", "0", "99999999999999999999", "1e309", "NaN", "inf", "0x10", "1_000", "٣", "²", "½", "1.5",
    "+5", " 5", "5 ", "2025\x00", "00000000002024", "２０２４", "true", "null", "[]", "{}", "",
)  # fmt: skip
STRANGE = (
    "\x00", "a\x00b", "\u202eevil\u202c", "\u200b\u200d\ufeff", "e\u0301" * 40, "\U0001f9d2" * 30,
    "İı\u0130", "ﬀ", "\u2028\u2029", "\x7f\x1b[31m", "\r\nSet-Cookie: hx7q=1", "\n\nhx7q",
    "a" * 300, "a" * 5000, "ERI," * 400, "," * 300, ";" * 50, "&" * 20, "=" * 20, "%", "%%", "%zz",
    "'", '"', "`", "\\", "{0}", "{__class__}", "%s%n", "' OR 1=1 --", "$(id)", "|id", "() { :;};",
    "__proto__", "constructor", "None", "undefined", "\ufffd", "\ud7ff", "A\u0300" * 100,
)  # fmt: skip
RAW = (  # percent-encoded as they stand: what can't be written as text
    "%FF%FE", "%C0%AE%C0%AE/", "%ED%A0%80", "%00", "%0d%0aX-Evil:%20hx7q", "%u003cscript%u003e",
    "%F0%9F", "%80", "%e0%80%bc", "%252e%252e%252f", "%2500", "%5c..%5c", "%3Cscript%3Ehx7q()",
    "%25%33%43script", "%E2%80%AE", "+%2B+%2b", "%26%3D%23%3F",
)  # fmt: skip
ALL = (*SCRIPTS, *FORMULAS, *TRAVERSALS, *NUMBERS, *STRANGE)


def hostile(rng: random.Random) -> str:
    """Return one percent-encoded hostile value; now and then made worse."""
    if rng.random() < 0.12:
        return rng.choice(RAW)
    text = rng.choice(rng.choice((SCRIPTS, SCRIPTS, FORMULAS, TRAVERSALS, NUMBERS, STRANGE)))
    kind = rng.random()
    if kind < 0.06:
        text *= rng.choice((3, 40, 400))
    elif kind < 0.12:
        text = text + rng.choice(ALL)
    elif kind < 0.16:
        text = "".join(
            rng.choice(string.printable + "éß中\u202e") for _ in range(rng.randint(1, 90))
        )
    text = text[:60_000]
    encoded = quote(text, safe="" if rng.random() < 0.8 else "/:,;@=<>()'\"")
    return quote(encoded, safe="") if rng.random() < 0.05 else encoded


def address(rng: random.Random, origin: str) -> str:
    """Return a percent-encoded address that a server might be made to fetch."""
    return quote(rng.choice(ADDRESSES).replace("{origin}", origin), safe="")


def nested(rng: random.Random, depth: int) -> object:
    """Return JSON content, nested or hostile."""
    if depth <= 0:
        return rng.choice((*SCRIPTS, *STRANGE, *TRAVERSALS, None, True, 10**30, 1e308, -1, "LBY"))
    if rng.random() < 0.5:
        return [nested(rng, depth - 1) for _ in range(rng.randint(0, 2))]
    return {rng.choice(("stops", "name", "age", MARK, "")): nested(rng, depth - 1)}


def headers(rng: random.Random) -> list[tuple[bytes, bytes]]:
    """Return headers: mostly a browser's, at times hostile. Names are in lower case."""
    found = [(b"host", b"childways.test"), (b"accept-encoding", b"br, gzip")]
    if rng.random() < 0.6:
        return found
    text = rng.choice((*SCRIPTS, *TRAVERSALS, *NUMBERS, *STRANGE))[:3000]
    value = text.replace("\r", " ").replace("\n", " ").replace("\x00", " ")
    name = rng.choice(
        ("accept", "accept-encoding", "accept-language", "if-none-match", "if-modified-since",
         "range", "origin", "referer", "cookie", "user-agent", "x-forwarded-for", "content-type",
         "x-forwarded-host", "x-forwarded-proto", "host", "x-http-method-override", "forwarded",
         "content-length-x", "authorization", "x-original-url")
    )  # fmt: skip
    if name == "host":
        found = found[1:]
    if rng.random() < 0.3 and name == "accept":
        value = rng.choice(("*/*;q=", "text/csv, " * 300, ";;;", "application/json;q=nan", "a/b/c"))
    found.append((name.encode(), value.encode("utf-8", "replace")))
    return found
