"""Cells that a spreadsheet would run as a formula: made text on the way out, and restored on the way in."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _formula_like(text: str) -> bool:
    """Whether a formula's sign leads, behind any apostrophes that are already there."""
    return text.lstrip("'").startswith(FORMULA)


def neutralise(text: str) -> str:
    """A cell that a spreadsheet runs as text: one apostrophe more where a formula's sign leads."""
    return f"'{text}" if _formula_like(text) else text


def restore(text: str) -> str:
    """A cell as it was before it was neutralised: one apostrophe less where a formula's sign follows."""
    return text[1:] if text.startswith("'") and _formula_like(text) else text
