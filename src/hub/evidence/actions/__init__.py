"""Writing what the vault holds: exhibits kept, looked through, taken out, examined, laid aside, and destroyed."""

from hub.evidence.actions.keeping import drop, keep, seal
from hub.evidence.actions.leaving import clear_unfinished, destroy, lay_aside, remove_destroyed, take_up
from hub.evidence.actions.quarantine import destroy_quarantined, quarantine, release, take_over
from hub.evidence.actions.reading import check, export, prove
from hub.evidence.actions.scanning import ask_to_scan, look, settle_scan

__all__ = [
    "ask_to_scan", "check", "clear_unfinished", "destroy", "destroy_quarantined", "drop", "export", "keep", "lay_aside",
    "look", "prove", "quarantine", "release", "remove_destroyed", "seal", "settle_scan", "take_over", "take_up",
]  # fmt: skip
