"""Opaque references: safe to say over the telephone, and they tell nothing about anybody."""

import re
import secrets

# Crockford's base 32: no I, L, O or U, so that a reference read aloud is not misheard.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
UNKNOWN = "not-a-reference"
_HALF = 5
_BITS = 5  # of one letter
_LAST = len(ALPHABET) - 1
_SHAPE = re.compile(rf"[A-Z]-[{ALPHABET}]{{{_HALF}}}-[{ALPHABET}]{{{_HALF}}}")


def new(prefix: str) -> str:
    """A fresh reference such as `R-7K3M9-QXT4H` (50 random bits)."""
    bits = secrets.randbits(2 * _HALF * _BITS)
    drawn = "".join(ALPHABET[bits >> (place * _BITS) & _LAST] for place in range(2 * _HALF))
    return f"{prefix}-{drawn[:_HALF]}-{drawn[_HALF:]}"


def is_one(text: str) -> bool:
    """Whether a text has the form of a reference, and so tells nothing about anybody."""
    return _SHAPE.fullmatch(text) is not None


def on_record(typed: str) -> str:
    """What the record holds of something typed as a reference: a name typed by mistake is never kept there."""
    return typed if is_one(typed) else UNKNOWN
