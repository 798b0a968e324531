"""Tables of letters: references and states; the address is asked for when a letter goes."""

from django.db import models

from hub.common.privacy import Retention
from hub.letters.terms import Held, RecipientKind, State


class Letter(models.Model):
    """A letter, from being queued to being sent or refused."""

    reference = models.CharField(max_length=20, unique=True)
    recipient_kind = models.CharField(max_length=8, choices=RecipientKind)
    recipient = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey("identities.Person", on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=20, db_index=True)
    template = models.CharField(max_length=30)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    occasion = models.CharField(max_length=60)
    facts = models.JSONField()
    state = models.CharField(max_length=8, choices=State)
    held = models.CharField(max_length=12, choices=Held, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    queued_at = models.DateTimeField()
    by = models.CharField(max_length=80, blank=True)  # whoever had it written
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=(models.Q(state="held") & models.Q(held__in=Held.values))
                | (~models.Q(state="held") & models.Q(held="")),
                name="letter_held_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient_kind="person", person__isnull=False)
                | (~models.Q(recipient_kind="person") & models.Q(person__isnull=True)),
                name="letter_to_a_person_names_them",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "template", "recipient_kind", "recipient", "occasion"],
                name="one_letter_of_an_occasion",
            ),
        ]

    class Privacy:
        identifying = frozenset({"person"})
        sensitive = frozenset({"language", "facts"})
        plain = frozenset(
            {
                "id", "reference", "recipient_kind", "recipient", "subject_kind", "subject", "template", "version",
                "occasion", "state", "held", "message_id", "queued_at", "by",
                "sent_at",
            }
        )  # fmt: skip
        retention = Retention.CASE


class Attempt(models.Model):
    """One attempt to send: the code alone, because a mail server's words may hold an address."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    code = models.PositiveSmallIntegerField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "letter", "at", "code"})
        retention = Retention.CASE
