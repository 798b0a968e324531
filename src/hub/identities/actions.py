"""Sealing who somebody is, recognising them again, and opening it for those who may see it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks
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
    Contact.objects.bulk_create(contacts)
    BlindIndex.objects.bulk_create(
        [
            BlindIndex(person=each.row, kind=kind, key_version=ring.current, mac=mac)
            for each in persons
            for kind, mac in each.macs
        ]
    )


def recognise(*, persons: Sequence[int], by: Actor) -> Mapping[int, frozenset[int]]:
    """For each of these persons, the earlier ones who are the same; weaker likenesses are kept as suggestions."""
    permit(by, Permission.RECEIVE_REPORTS)
    own: dict[bytes, set[tuple[int, MarkKind]]] = defaultdict(set)
    for person, kind, mac in BlindIndex.objects.filter(person__in=persons).values_list(
        "person", "kind", "mac"
    ):
        own[bytes(mac)].add((person, MarkKind(kind)))
    shared: dict[tuple[int, int], set[MarkKind]] = defaultdict(set)
    for earlier, mac in BlindIndex.objects.filter(mac__in=list(own)).values_list("person", "mac"):
        for person, kind in own[bytes(mac)]:
            if earlier < person:
                shared[person, earlier].add(kind)
    named = dict(
        Person.objects.filter(pk__in={each for pair in shared for each in pair}).values_list("pk", "named")
    )
    same: dict[int, set[int]] = defaultdict(set)
    links, at = [], clock.now()
    for (person, earlier), kinds in sorted(shared.items()):
        sure = rules.same_person(kinds, both_named=named[person] and named[earlier])
        if sure:
            same[person].add(earlier)
        state = LinkState.RECOGNISED if sure else LinkState.SUGGESTED
        basis = sorted(kind.value for kind in kinds)
        links.append(
            Link(person_id=person, earlier_id=earlier, basis=basis, state=state, decided_by=str(by), at=at)
        )
    Link.objects.bulk_create(links)
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
    return {person: frozenset(found) for person, found in same.items()}


def same_as(*, person: int, by: Actor) -> frozenset[int]:
    """The persons who are known to be this one."""
    permit(by, Permission.READ_CASES)
    sure = [LinkState.RECOGNISED, LinkState.CONFIRMED]
    back = Link.objects.filter(person=person, state__in=sure).values_list("earlier", flat=True)
    forth = Link.objects.filter(earlier=person, state__in=sure).values_list("person", flat=True)
    return frozenset(back) | frozenset(forth)


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
    permit(by, Permission.READ_IDENTITIES)
    if not reason.strip():
        raise Refusal(
            "Say why you need to see the original: a reason is kept with every look (DPA 2018 s.62)."
        )
    audit.record([Entry(Kind.CONSULTATION, "identities.original", "report", subject, str(by), reason=reason)])
    row = Telling.objects.filter(pk=telling).first()
    if row is None:
        raise NotFound("There is no such telling.")
    key = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    words: dict[str, str] = json.loads(unseal(key, bytes(row.sealed), _TELLING))
    return words


def ways_to_write(*, persons: Sequence[int], by: Actor) -> Mapping[int, str]:
    """Of these persons, those with an e-mail address, and what is safe as they said it; no address is opened."""
    permit(by, Permission.READ_CASES)
    rows = Contact.objects.filter(person__in=persons, kind=ContactKind.EMAIL)
    return dict(rows.values_list("person", "safe"))


def email_for_letter(person_id: int, by: Actor) -> LetterAddress:
    """Where a letter to this person may go, asked when it goes, because what was safe may no longer be."""
    permit(by, Permission.SEND_LETTERS)
    row, key = _opened(person_id)
    contact = Contact.objects.filter(person=row, kind=ContactKind.EMAIL).first()
    audit.record([Entry(Kind.CONSULTATION, "identities.address", "person", str(person_id), str(by))])
    if contact is None:
        return LetterAddress("", "")
    return LetterAddress(unseal(key, bytes(contact.sealed), _CONTACT).decode(), contact.safe)


def _opened(person: int) -> tuple[Person, bytes]:
    """A person's row and plain key."""
    row = Person.objects.filter(pk=person).first()
    if row is None:
        raise NotFound("There is no such person.")
    return row, keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
