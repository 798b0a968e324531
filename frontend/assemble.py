"""Puts the compiled front-end packages and our own style sheets and scripts where the site serves them from.

Run by `make setup` after npm; writes below src/hub/web/components/static/ only.
"""

import re
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
TARGET = HERE.parent / "src" / "hub" / "web" / "components" / "static" / "hub"
GOVUK = PACKAGES / "govuk-frontend" / "dist" / "govuk"
MOJ = PACKAGES / "@ministryofjustice" / "frontend" / "moj"
FONT = PACKAGES / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"


def style(path: Path) -> str:
    """A compiled style sheet without source map, the GDS Transport font and the crown, which are gov.uk's alone."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    text = re.sub(r"@charset[^;]*;", "", text)
    text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
    text = re.sub(r"font-family:[^;}]*GDS Transport[^;}]*", "font-family:var(--hub-font)", text)
    text = re.sub(r"url\([\"']?/?assets/[^)]*\)", "none", text)
    return f"@layer packages{{{text}}}"  # so that whatever our own sheet says is stronger


def own_style() -> str:
    """Our own style sheets as one, in the order of their numbers, without what only a reader needs."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "css").glob("[0-9]*.css")))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*|(:) ", r"\1\2", text).replace(";}", "}").strip() + "\n"


def script(path: Path) -> str:
    """A compiled script without its source map."""
    return re.sub(r"//# sourceMappingURL=.*", "", path.read_text(encoding="utf-8"))


def main() -> None:
    """Assemble everything anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    (TARGET / "govuk.css").write_text(style(GOVUK / "govuk-frontend.min.css"), encoding="utf-8")
    (TARGET / "moj.css").write_text(style(MOJ / "moj-frontend.min.css"), encoding="utf-8")
    (TARGET / "govuk.js").write_text(script(GOVUK / "govuk-frontend.min.js"), encoding="utf-8")
    (TARGET / "moj.js").write_text(script(MOJ / "moj-frontend.min.js"), encoding="utf-8")
    shutil.copy(PACKAGES / "htmx.org" / "dist" / "htmx.min.js", TARGET / "htmx.js")
    shutil.copy(FONT / "atkinson-hyperlegible-next-latin-wght-normal.woff2", TARGET / "atkinson.woff2")
    (TARGET / "hub.css").write_text(own_style(), encoding="utf-8")
    for each in [*(HERE / "css").glob("[a-z]*.css"), *(HERE / "js").glob("*.js")]:
        shutil.copy(each, TARGET / each.name)


main()
