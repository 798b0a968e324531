"""Opaque references: safe to say over the telephone, and they tell nothing about anybody."""

import re
import secrets

# Crockford's base 32: no I, L, O or U, so that a reference read aloud is not misheard.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HALF = 5
_BITS = 5  # of one letter
_LAST = len(ALPHABET) - 1

_FORM = re.compile(f"[A-Z]-[{ALPHABET}]{{{_HALF}}}-[{ALPHABET}]{{{_HALF}}}")


def new(prefix: str) -> str:
    """A fresh reference such as `R-7K3M9-QXT4H` (50 random bits)."""
    bits = secrets.randbits(2 * _HALF * _BITS)
    drawn = "".join(ALPHABET[bits >> (place * _BITS) & _LAST] for place in range(2 * _HALF))
    return f"{prefix}-{drawn[:_HALF]}-{drawn[_HALF:]}"


def is_one(text: str) -> bool:
    """Whether a text has the form of a reference, and so tells nothing about anybody."""
    return _FORM.fullmatch(text) is not None
