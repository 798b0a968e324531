"""Sealing who somebody is, recognising them again, and opening it for those who may see it."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from django.db.models import OuterRef, Q, Subquery

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, copying, locks
from hub.common.refusals import NotFound, Refusal
from hub.identities import rules
from hub.identities.models import BlindIndex, Contact, Link, Person, Telling
from hub.identities.terms import (
    ContactKind,
    Identity,
    Kept,
    LetterAddress,
    LinkState,
    MarkKind,
    PersonGiven,
    TellingGiven,
)
from hub.keys.keyring import Keyring, keyring, seal, unseal
from hub.keys.terms import DataKey
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_TELLING = b"identities.telling"
_PERSON = b"identities.person"
_CONTACT = b"identities.contact"
_LINKS = 5  # written down of one person, the newest first
_WITH_NAME = {MarkKind.EMAIL: MarkKind.NAME_AND_EMAIL, MarkKind.PHONE: MarkKind.NAME_AND_PHONE}


@dataclass(slots=True)
class _NewPerson:
    """A person being kept: the row, its plain data key, and what it is recognised by."""

    given: PersonGiven
    key: bytes
    row: Person
    macs: tuple[tuple[MarkKind, bytes], ...]


def keep(*, given: Sequence[TellingGiven], by: Actor) -> tuple[Kept, ...]:
    """Seal each telling as it came and each person it tells of; one key for each, destroyed to erase."""
    permit(by, Permission.RECEIVE_REPORTS)
    ring, at = keyring(), clock.now()
    tellings = []
    for each in given:
        plain, key = ring.new_data_key()
        words = json.dumps(dict(each.original), ensure_ascii=False).encode()
        tellings.append(
            Telling(
                wrapped_key=key.wrapped,
                key_version=key.version,
                sealed=seal(plain, words, _TELLING),
                kept_at=at,
            )
        )
    Telling.objects.bulk_create(tellings)
    reporters = [_new_person(each.reporter, ring) if each.reporter else None for each in given]
    victims = [
        reporter if each.same else (_new_person(each.victim, ring) if each.victim else None)
        for each, reporter in zip(given, reporters, strict=True)
    ]
    _keep_persons(list(_distinct(reporters, victims)), ring)
    return tuple(
        Kept(telling.pk, reporter.row.pk if reporter else None, victim.row.pk if victim else None)
        for telling, reporter, victim in zip(tellings, reporters, victims, strict=True)
    )


def _distinct(
    reporters: Sequence[_NewPerson | None], victims: Sequence[_NewPerson | None]
) -> list[_NewPerson]:
    """Every person once, in the order of the tellings."""
    found: dict[int, _NewPerson] = {}
    for pair in zip(reporters, victims, strict=True):
        for each in pair:
            if each is not None:
                found[id(each)] = each
    return list(found.values())


def _new_person(given: PersonGiven, ring: Keyring) -> _NewPerson:
    """A person ready to be kept."""
    plain, key = ring.new_data_key()
    birth = given.birth_date.isoformat() if given.birth_date else ""
    words = json.dumps({"name": given.name, "birth_date": birth}, ensure_ascii=False).encode()
    row = Person(
        wrapped_key=key.wrapped,
        key_version=key.version,
        sealed=seal(plain, words, _PERSON),
        named=given.named,
        kept_at=clock.now(),
    )
    macs = tuple((kind, ring.mac(f"person:{kind.value}", text)) for kind, text in rules.marks(given))
    return _NewPerson(given, plain, row, macs)


def _keep_persons(persons: Sequence[_NewPerson], ring: Keyring) -> None:
    """Persons, contacts and fingerprints, each table at once; whoever shares a mark is kept one after the other."""
    locks.hold("identities.mark", {mac for each in persons for _, mac in each.macs})
    Person.objects.bulk_create([each.row for each in persons])
    contacts = []
    for each in persons:
        for kind, value in ((ContactKind.EMAIL, each.given.email), (ContactKind.PHONE, each.given.phone)):
            if value:
                sealed = seal(each.key, value.encode(), _CONTACT)
                contacts.append(Contact(person=each.row, kind=kind, sealed=sealed, safe=each.given.safe))
    copying.add(contacts)
    copying.add(
        [
            BlindIndex(person=each.row, kind=kind, key_version=ring.current, mac=mac)
            for each in persons
            for kind, mac in each.macs
        ]
    )


class _Likeness:
    """Whom some persons are like: everybody on record who shares a mark with one of them."""

    def __init__(self, persons: Collection[int]) -> None:
        """Read the marks of these persons, and whoever else carries them."""
        self.own: dict[int, list[tuple[MarkKind, bytes]]] = defaultdict(list)
        for person, kind, mac in BlindIndex.objects.filter(person__in=persons).values_list(
            "person", "kind", "mac"
        ):
            self.own[person].append((MarkKind(kind), bytes(mac)))
        self.carriers: dict[bytes, set[int]] = defaultdict(set)
        shared = {mac for found in self.own.values() for _, mac in found}
        for person, mac in BlindIndex.objects.filter(mac__in=shared).values_list("person", "mac"):
            self.carriers[bytes(mac)].add(person)
        everybody = {each for found in self.carriers.values() for each in found}
        self.unnamed = frozenset(
            Person.objects.filter(pk__in=everybody, named=False).values_list("pk", flat=True)
        )
        self.two_names = self._two_names()

    def _two_names(self) -> dict[bytes, int]:
        """From which person on each contact is known under two names."""
        found: dict[bytes, int] = {}
        for contact, with_name in _WITH_NAME.items():
            macs = {mac for own in self.own.values() for kind, mac in own if kind == contact}
            persons = {each for mac in macs for each in self.carriers[mac]}
            rows = BlindIndex.objects.filter(person__in=persons, kind=with_name).values_list("person", "mac")
            names = {person: bytes(mac) for person, mac in rows}
            for mac in macs:
                since = rules.two_names_from(
                    (each, names[each]) for each in self.carriers[mac] if each in names
                )
                if since is not None:
                    found[mac] = since
        return found

    def of(self, person: int) -> tuple[set[int], set[int]]:
        """Who is this person for sure, and who may be."""
        sure: set[int] = set()
        likely: set[int] = set()
        for kind, mac in self.own[person]:
            since = self.two_names.get(mac)
            for other in self.carriers[mac] - {person}:
                same = rules.same_person(
                    {kind},
                    both_named=not {person, other} & self.unnamed,
                    two_names=since is not None and max(person, other) >= since,
                )
                (sure if same else likely).add(other)
        return sure, likely - sure

    def basis(self, person: int, other: int) -> list[str]:
        """What these two share."""
        return sorted(kind.value for kind, mac in self.own[person] if other in self.carriers[mac])


def recognise(*, persons: Collection[int], by: Actor) -> Mapping[int, frozenset[int]]:
    """For each of these persons, the earlier ones who are the same; weaker likenesses are kept as suggestions.

    Of each, only the newest few are written down as links: what is kept must not grow with the square of the reports.
    """
    permit(by, Permission.RECEIVE_REPORTS)
    likeness, at = _Likeness(persons), clock.now()
    same: dict[int, frozenset[int]] = {}
    links = []
    for person in sorted(likeness.own):
        sure, likely = likeness.of(person)
        same[person] = frozenset(each for each in sure if each < person)
        for state, found in ((LinkState.RECOGNISED, sure), (LinkState.SUGGESTED, likely)):
            links += [
                Link(
                    person_id=person, earlier_id=earlier, basis=likeness.basis(person, earlier), state=state,
                    decided_by=str(by), at=at,
                )
                for earlier in nlargest(_LINKS, (each for each in found if each < person))
            ]  # fmt: skip
    copying.add(links)
    audit.record(
        [
            Entry(
                Kind.COMBINATION,
                "identities.link",
                "person",
                str(each.person_id),
                str(by),
                {"state": each.state},
            )
            for each in links
        ]
    )
    return same


def same_as(*, person: int, by: Actor) -> frozenset[int]:
    """The persons who are known to be this one: recognised by their marks, or confirmed by an officer."""
    permit(by, Permission.READ_CASES)
    sure, _ = _Likeness([person]).of(person)
    decided: dict[str, set[int]] = {state: set() for state in LinkState.values}
    for state, one, two in Link.objects.filter(Q(person=person) | Q(earlier=person)).values_list(
        "state", "person", "earlier"
    ):
        decided[state].add(two if one == person else one)
    return frozenset((sure | decided[LinkState.CONFIRMED]) - decided[LinkState.REFUSED])


def alike(*, persons: Collection[int], by: Actor) -> Mapping[int, tuple[frozenset[int], frozenset[int]]]:
    """For each of these persons, who is the same for sure, and who only shares a contact; nothing is opened."""
    permit(by, Permission.ADD_FACTS)
    likeness = _Likeness(persons)
    found = {person: likeness.of(person) for person in likeness.own}
    return {person: (frozenset(sure), frozenset(likely)) for person, (sure, likely) in found.items()}


def safe_to_write(*, persons: Collection[int], by: Actor) -> Mapping[int, str]:
    """What is safe for each of these persons who has an e-mail address, as far as anybody has said."""
    permit(by, Permission.READ_CASES)
    return _safe_now(persons)


def _safe_now(persons: Collection[int]) -> dict[int, str]:
    """What is safe now: a person's own answer, and the last one of whoever uses the same address."""
    emails = BlindIndex.objects.filter(kind=MarkKind.EMAIL)
    mark = emails.filter(person=OuterRef("person")).order_by("-pk")
    own = [
        (person, safe, bytes(mac or b""))
        for person, safe, mac in Contact.objects.filter(person__in=persons, kind=ContactKind.EMAIL)
        .annotate(mac=Subquery(mark.values("mac")[:1]))
        .values_list("person", "safe", "mac")
    ]
    contact = Contact.objects.filter(person=OuterRef("person"), kind=ContactKind.EMAIL).exclude(safe="")
    said = (
        emails.filter(mac__in={mac for _, _, mac in own if mac})
        .annotate(said=Subquery(contact.values("safe")[:1]))
        .filter(said__isnull=False)
    )
    latest = {
        bytes(mac): safe
        for mac, safe in said.order_by("mac", "-person").distinct("mac").values_list("mac", "said")
    }
    return {person: rules.safe_now(safe, latest.get(mac, "")) for person, safe, mac in own}


def heed(*, said: Mapping[int, str], by: Actor) -> None:
    """Whoever says later that less is safe is heeded at once; that more is safe is for somebody to read first."""
    permit(by, Permission.RECEIVE_REPORTS)
    rows = list(Contact.objects.select_for_update().filter(person__in=said).order_by("pk"))
    fresh = {each: rules.narrower(each.safe, said[each.person_id]) for each in rows}
    changed = [each for each, safe in fresh.items() if safe != each.safe]
    for each in changed:
        each.safe = fresh[each]
    Contact.objects.bulk_update(changed, ["safe"])
    persons = dict.fromkeys(each.person_id for each in changed)
    audit.record(
        [Entry(Kind.ALTERATION, "identities.heed", "person", str(each), str(by)) for each in persons]
    )


def find(*, contact: str, by: Actor) -> frozenset[int]:
    """The persons who gave exactly this e-mail or telephone number; nothing is opened, and each find is recorded."""
    permit(by, Permission.SEARCH_PEOPLE)
    return _found_by(contact, "identities.find", by)


def find_for_audit(*, contact: str, by: Actor) -> frozenset[int]:
    """The same for whoever audits: who looked at them is asked next; nothing is opened, and each find is recorded."""
    permit(by, Permission.READ_AUDIT)
    return _found_by(contact, "identities.find-for-audit", by)


def _found_by(contact: str, action: str, by: Actor) -> frozenset[int]:
    """The persons whose fingerprint a contact has, and a line for each."""
    ring = keyring()
    looked = ((MarkKind.EMAIL, rules.normal_email(contact)), (MarkKind.PHONE, rules.normal_phone(contact)))
    macs = [
        ring.mac(f"person:{kind.value}", text, version)
        for kind, text in looked
        if text
        for version in ring.versions
    ]
    found = frozenset(BlindIndex.objects.filter(mac__in=macs).values_list("person", flat=True))
    subjects = [str(each) for each in sorted(found)] or ["nobody"]
    audit.record([Entry(Kind.CONSULTATION, action, "person", each, str(by)) for each in subjects])
    return found


def identity(*, person: int, subject: str, reason: str, by: Actor) -> Identity:
    """A person's name and contacts, opened for a reason; the consultation is recorded before anything is shown."""
    permit(by, Permission.READ_IDENTITIES)
    if not reason.strip():
        raise Refusal(
            "Say why you need to see who this is: a reason is kept with every look (DPA 2018 s.62)."
        )
    audit.record([Entry(Kind.CONSULTATION, "identities.open", "person", subject, str(by), reason=reason)])
    row, key = _opened(person)
    words = json.loads(unseal(key, bytes(row.sealed), _PERSON))
    contacts = {each.kind: each for each in Contact.objects.filter(person=row)}
    shown = {kind: unseal(key, bytes(each.sealed), _CONTACT).decode() for kind, each in contacts.items()}
    safe = next((each.safe for each in contacts.values()), "")
    return Identity(
        words["name"],
        words["birth_date"],
        shown.get(ContactKind.EMAIL, ""),
        shown.get(ContactKind.PHONE, ""),
        safe,
    )


def original(*, telling: int, subject: str, reason: str, by: Actor) -> Mapping[str, str]:
    """A telling exactly as it came, opened for a reason."""
    _permit_original(reason, by)
    audit.record([Entry(Kind.CONSULTATION, "identities.original", "report", subject, str(by), reason=reason)])
    row = Telling.objects.filter(pk=telling).first()
    if row is None:
        raise NotFound("There is no such telling.")
    return _told(row)


def originals(*, tellings: Mapping[int, str], reason: str, by: Actor) -> Mapping[int, Mapping[str, str]]:
    """Tellings exactly as they came, each of a report, opened for a reason; one that was erased is left out."""
    _permit_original(reason, by)
    rows = Telling.objects.filter(pk__in=tellings).exclude(wrapped_key=b"").order_by("pk")
    there = {row.pk: row for row in rows}
    audit.record(
        [
            Entry(Kind.CONSULTATION, "identities.original", "report", subject, str(by), reason=reason)
            for telling, subject in tellings.items()
            if telling in there
        ]
    )
    return {telling: _told(there[telling]) for telling in tellings if telling in there}


def _permit_original(reason: str, by: Actor) -> None:
    """Refuse whoever may not open an original, or does not say why."""
    permit(by, Permission.READ_IDENTITIES)
    if not reason.strip():
        raise Refusal(
            "Say why you need to see the original: a reason is kept with every look (DPA 2018 s.62)."
        )


def _told(row: Telling) -> Mapping[str, str]:
    """What a telling says; refused where it was erased."""
    key = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    words: dict[str, str] = json.loads(unseal(key, bytes(row.sealed), _TELLING))
    return words


def email_for_letter(*, person: int, by: Actor) -> LetterAddress:
    """Where a letter to this person may go, asked when it goes, because what was safe may no longer be."""
    permit(by, Permission.SEND_LETTERS)
    row, key = _opened(person)
    contact = Contact.objects.filter(person=row, kind=ContactKind.EMAIL).first()
    audit.record([Entry(Kind.CONSULTATION, "identities.address", "person", str(person), str(by))])
    if contact is None:
        return LetterAddress("", "")
    safe = _safe_now([person])[person]
    return LetterAddress(unseal(key, bytes(contact.sealed), _CONTACT).decode(), safe)


def _opened(person: int) -> tuple[Person, bytes]:
    """A person's row and plain key."""
    row = Person.objects.filter(pk=person).first()
    if row is None:
        raise NotFound("There is no such person.")
    return row, keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
