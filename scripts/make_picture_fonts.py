"""Make the faces that pictures carry inside themselves, from the variable fonts of the site.

A maintainer runs it when the fonts change: ``python scripts/make_picture_fonts.py``. Each face has
one weight and no layout tables, so that a text is exactly as wide as the sum of its letters, which
``widths.json`` tells in thousandths of the size. Names are left out: a cut face is not the
original.
"""

from __future__ import annotations

import json
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parent.parent
FONTS = ROOT / "assets" / "fonts"
FACES = ROOT / "dashboard" / "pictures" / "faces"
WANTED = (("sans", "inter", 400), ("sans", "inter", 600), ("serif", "source-serif-4", 600))


def main() -> None:
    FACES.mkdir(exist_ok=True)
    widths: dict[str, dict[str, dict[str, int]]] = {}
    for family, font, weight in WANTED:
        for part in ("latin", "latin-ext"):
            face = TTFont(FONTS / f"{font}-{part}-wght-normal.woff2")
            letters = sorted(face.getBestCmap())
            face = instantiateVariableFont(face, {"wght": weight})
            options = Options(layout_features=[], hinting=False, name_IDs=[], notdef_outline=True)
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=letters)
            subsetter.subset(face)
            face.flavor = "woff2"
            face.recalcTimestamp = False
            face.save(FACES / f"{family}-{weight}-{part}.woff2")
            size, found = face["head"].unitsPerEm, face.getBestCmap()
            widths.setdefault(f"{family}-{weight}", {})[part] = {
                chr(code): round(1000 * face["hmtx"][name][0] / size)
                for code, name in sorted(found.items())
            }
    text = json.dumps(widths, ensure_ascii=True, separators=(",", ":"))
    (FACES / "widths.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
