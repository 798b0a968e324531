"""Whether the hub is well: settings, database, keys, the work, and what to do about each."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata

from django.conf import settings
from django.db import connection

from hub.audit import queries as audit
from hub.common import clock
from hub.duties import queries as duties
from hub.duties.terms import Channel, Cover, Tested
from hub.keys import queries as keys
from hub.letters import queries as letters
from hub.letters.terms import State as LetterState
from hub.pathway import evidence, jobs
from hub.pathway.found import Found
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import queries as places
from hub.triage.terms import AtRisk

_GIGABYTE = 1024**3
_LEAST_FREE = 2 * _GIGABYTE

# Where things are put right, and what some of them mean for whoever is at risk.
_SETTINGS = "Whoever runs the hub sets it: docs/operating/settings.md."
_CONTROL_ROOM = "Whoever runs the hub sets the control room: docs/operating/settings.md."
_ROTA = "The inspector keeps the rota and the ways to each officer (On call)."
_ALARMS = "Officers of the hub open Alarms, and the top of the queue."
_ORGANISATIONS = "An administrator keeps them under Organisations."
_NO_MAIL = "Nobody who reported gets an answer, and no unit, nobody who safeguards and no officer on call is told by e-mail."
_NO_POSTCODES = "A report that gives a postcode alone waits until somebody says which borough it is."
_NO_WORKER = "An alarm calls nobody, and no letter goes out."


def of_settings() -> list[Found]:
    """Where everything lies."""
    home, key_folder = settings.HUB_HOME, settings.HUB_KEYS
    found = [Found("HUB_HOME", str(home)), Found("keys", str(key_folder))]
    if settings.ENVIRONMENT.database_url and key_folder.is_relative_to(home):
        words = "keys and data lie in one folder: set HUB_KEYS to another volume, or one backup holds both"
        found.append(Found("keys", words, advice=True))
    if not settings.EMAIL_HOST:
        words = "SMTP_HOST is not set: letters are held until it is"
        found.append(Found("letters", words, advice=True, means=_NO_MAIL, mend=_SETTINGS))
    elif settings.DEFAULT_FROM_EMAIL.endswith(".invalid"):
        words = "MAIL_FROM is not set: mail servers refuse the sender"
        found.append(Found("letters", words, wrong=True, means=_NO_MAIL, mend=_SETTINGS))
    return found + of_alarms()


def of_alarms() -> list[Found]:
    """Whether an alarm would reach anybody, by what is set up."""
    found = []
    if not duties.control_room().ways:
        words = "no control room can be told where nobody on call acknowledges: set CONTROL_ROOM_WEBHOOK, or SMTP_HOST and CONTROL_ROOM_EMAIL"
        means = "Where nobody on call answers, nobody else is told that somebody may be hurt."
        found.append(_unset("alarms", words, means))
    if not duties.test_recipient().ways:
        words = "nobody is set to receive the daily test: set ALARM_TEST_EMAIL, ALARM_TEST_SMS or ALARM_TEST_PAGER"
        found.append(_unset("test alarm", words, "Nobody would notice that alarms no longer go out."))
    if settings.CONTROL_ROOM_EMAIL and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        words = "the control room is told who somebody is by e-mail, and SMTP_SECURITY is none: set starttls or tls"
        means = "Whoever listens on the way learns who is at risk and where."
        found.append(Found("alarms", words, advice=True, means=means, mend=_SETTINGS))
    return found


def _unset(about: str, words: str, means: str, mend: str = _SETTINGS) -> Found:
    """Something that no hub in use may lack; on a machine by itself it is a note."""
    return Found(
        about, words, wrong=not settings.HUB_LOCAL, advice=settings.HUB_LOCAL, means=means, mend=mend
    )


def of_on_call() -> list[Found]:
    """Whether somebody is on call now who can be reached, and whether the daily test went through."""
    watch = duties.watch()
    raised = f"{watch.raised} that nobody has" if watch.raised else "none that nobody has"
    found = [
        Found("open alarms", raised, advice=True, means="Somebody may be hurt, and nobody has said that they help.", mend=_ALARMS)
        if watch.raised else Found("open alarms", raised),
        *_of_cover(watch.cover), *_of_ways(),
    ]  # fmt: skip
    if watch.tested.wanted:
        found.append(_of_test(watch.tested))
    return found


def _of_cover(cover: Cover) -> list[Found]:
    """Whom an alarm would find now."""
    found = []
    if cover.nobody and not cover.control_room:
        words = "an alarm reaches nobody now: nobody on call can be reached, and no control room is set"
        means = "Somebody may tell that they are in danger, and no person is called."
        found.append(_unset("on call", words, means, f"{_ROTA} {_CONTROL_ROOM}"))
    elif cover.nobody:
        words = "nobody on call can be reached now"
        means = "An alarm goes to the control room alone: no officer of the hub is called."
        found.append(Found("on call", words, advice=True, means=means, mend=_ROTA))
    else:
        found.append(Found("on call", f"{cover.officers} who can be reached"))
    if cover.unreachable:
        words = f"{len(cover.unreachable)} on call now cannot be reached by any way that works"
        means = "An alarm passes them over, so that fewer people are called."
        found.append(Found("ways to officers", words, advice=True, means=means, mend=_ROTA))
    return found


def _of_ways() -> list[Found]:
    """The ways to officers of which the service is not set; text messages are asked for always, the others where they are used."""
    kept = duties.ways_kept()
    return [
        Found(
            f"alarms by {channel.label}",
            f"no {missing.service} is set: set {missing.settings}",
            advice=True,
            means=_passed_over(kept.get(channel, 0)),
            mend=_SETTINGS,
        )
        for channel, missing in duties.missing().items()
        if channel == Channel.SMS or kept.get(channel)
    ]


def _passed_over(ways: int) -> str:
    """What it means that a service is not set, by how many ways to officers would need it."""
    found = "An officer on call cannot be reached this way."
    return (
        f"{found} On the rota {ways} such {'way is' if ways == 1 else 'ways are'} passed over."
        if ways
        else found
    )


def _of_test(tested: Tested) -> Found:
    """How the daily test of alarms stands; what failed or did not run is wrong, because nobody would hear of danger."""
    last = clock.in_london(tested.passed_at) if tested.passed_at else "never"
    if tested.failed_at:
        words = f"the last one failed, {clock.in_london(tested.failed_at)}: see the ways that are set up, then run `hub alarm test`"
        return Found("test alarm", words, wrong=True, means="An alarm might reach nobody.")
    if tested.late:
        hours = int(duties.times().test.total_seconds()) // 3600
        words = f"none went through within {hours} hours (the last: {last}): does a worker run? Run `hub alarm test`"
        return Found("test alarm", words, wrong=True, means="An alarm might reach nobody.")
    return Found("test alarm", f"went through {last}")


def of_database() -> list[Found]:
    """The server, the role and the migrations."""
    kind = "the server that DATABASE_URL names" if settings.ENVIRONMENT.database_url else "embedded"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_user, current_setting('data_checksums'), "
            "current_setting('fsync'), (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), "
            "(SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user))"
        )
        version, role, checksums, fsync, superuser, owns = cursor.fetchone()
    return [
        Found("database", f"PostgreSQL {version}, {kind}, role {role}"),
        Found("application role", "owns nothing" if not (superuser or owns) else "it owns tables or rules the server: "
              "give the hub a role that owns nothing", wrong=bool(superuser or owns)),
        _must_be_on("data checksums", checksums, "damage on the disk stays unseen; make the cluster with checksums"),
        _must_be_on("fsync", fsync, "a power cut may lose what was accepted; set fsync = on on the server"),
    ]  # fmt: skip


def _must_be_on(setting: str, value: str, otherwise: str) -> Found:
    """A setting of the server that is on, or what may happen and what to do."""
    return Found(setting, value) if value == "on" else Found(setting, f"{value}: {otherwise}", wrong=True)


def of_guards() -> list[Found]:
    """Whether what only grows is guarded: triggers that nobody silenced, and rights that nobody gave back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, bool_and(tgenabled = 'A'), bool_or("
            "has_table_privilege(tgrelid, 'UPDATE') OR has_table_privilege(tgrelid, 'DELETE') "
            "OR has_table_privilege(tgrelid, 'TRUNCATE')) "
            "FROM pg_trigger WHERE tgname LIKE 'append_only%' GROUP BY 1 ORDER BY 1"
        )
        tables = cursor.fetchall()
    open_to = [table for table, enabled, rights in tables if not enabled or rights]
    if open_to:
        words = "their guard is off or the hub's role may change them: run `hub migrate` as the owner, and find out who"
        return [Found("append-only tables", f"{', '.join(open_to)}: {words}", wrong=True)]
    return [Found("append-only tables", f"{len(tables)} are guarded", wrong=not tables)]


def of_server_log() -> list[Found]:
    """Whether the server writes statements into its log, in which somebody may be named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN "
            "('log_statement', 'log_min_error_statement', 'log_min_duration_statement', 'log_error_verbosity')"
        )
        given = dict(cursor.fetchall())
    return [tells_in_its_log(given)]


_QUIET = {
    "log_statement": "none", "log_min_error_statement": "panic", "log_min_duration_statement": "-1",
    "log_error_verbosity": "terse",
}  # fmt: skip


def tells_in_its_log(given: Mapping[str, str]) -> Found:
    """Whether a server with these settings writes statements into its log."""
    loud = [f"{name}={_QUIET[name]}" for name, setting in given.items() if setting != _QUIET[name]]
    if not loud:
        return Found("server log", "it tells no statement")
    words = f"it may tell what was reported: ask for {', '.join(sorted(loud))} on the server"
    means = "Whoever reads the server's log may read what people told, and who they are."
    return Found(
        "server log", words, advice=True, means=means, mend="Whoever runs the database server sets it."
    )


def of_keys() -> list[Found]:
    """Whether the keys fit the database."""
    return [Found("keys", each, wrong=True) for each in keys.troubles()] or [
        Found("keys", "they fit this database")
    ]


def of_work() -> list[Found]:
    """What waits, and which reference data is in force."""
    waiting, edition = letters.counts(), places.edition()
    table = (
        edition or "none is loaded: a postcode gives candidates only; `hub places load-postcodes` loads one"
    )
    return [
        *_of_duties(),
        _of_letters(waiting),
        *_of_mailboxes(),
        Found("postcode table", table, advice=not edition, means="" if edition else _NO_POSTCODES),
    ]


def _of_letters(counted: Mapping[str, int]) -> Found:
    """How many letters wait and went; one that was refused for good told nobody anything."""
    words = ", ".join(f"{count} {state}" for state, count in counted.items())
    if not counted.get(LetterState.REFUSED):
        return Found("letters", words)
    means = "Somebody was not told what they were to hear by letter."
    return Found(
        "letters", words, advice=True, means=means, mend="`hub letters` lists them; officers ring or write."
    )


def _of_duties() -> list[Found]:
    """How many duties are late; never of whom."""
    late, danger = duties.late(), duties.danger_late()
    if not late:
        return [Found("duties", "none is late")]
    found = [
        Found(
            "duties", f"{late} late", advice=True,
            means="Somebody waits longer for the hub than they were promised or the law allows.",
            mend="The inspector sees each on This morning, officers in the queue.",
        )
    ]  # fmt: skip
    if danger:
        words, means = f"{danger} not acted on in time", "Somebody may be hurt while nobody has acted."
        found.append(Found("danger", words, wrong=True, means=means, mend=_ALARMS))
    return found


def _of_mailboxes() -> list[Found]:
    """Whether every command unit, and whoever safeguards in each borough, can be written to."""
    atlas, safeguarding = places.atlas(), places.safeguarding_mailboxes()
    deaf = sorted(set(atlas.units) - set(places.mailboxes(atlas.units)))
    lacking = len(atlas.boroughs) * len(AtRisk) - len(safeguarding)
    units, safe = "mailboxes of command units", "mailboxes for safeguarding"
    return [
        Found(
            units, f"none is known for {', '.join(deaf)}: `hub places mailbox` sets one", advice=True,
            means="A unit that is given a victim's case gets no letter that it has it.", mend=_ORGANISATIONS,
        )
        if deaf else Found(units, "every unit has one"),
        Found(
            safe, f"{lacking} of {lacking + len(safeguarding)} are not known", advice=True,
            means="Whoever safeguards children or adults there gets no referral by e-mail: the officer has to ring.",
            mend=_ORGANISATIONS,
        )
        if lacking else Found(safe, "every borough has both"),
    ]  # fmt: skip


# -- what the site shows of it: all but the whole record, which takes as long as the record is long


@dataclass(frozen=True, slots=True)
class Health:
    """What is found, the wrong first, and the figures of the machine."""

    found: tuple[Found, ...]
    worker_seen_at: datetime | None
    last_sealed_at: datetime | None
    unsealed: int
    database_bytes: int
    free_bytes: int
    disk_bytes: int
    version: str

    @property
    def wrong(self) -> int:
        """How much is wrong."""
        return sum(each.wrong for each in self.found)

    @property
    def wanting(self) -> int:
        """How much is not wrong and yet not set, late or waiting."""
        return sum(each.advice and not each.wrong for each in self.found)


def look(*, by: Actor) -> Health:
    """Everything that can be looked at while somebody waits for a page."""
    permit(by, Permission.SEE_HEALTH)
    disk = shutil.disk_usage(settings.HUB_HOME)
    found = [
        *of_on_call(), *of_worker(), *of_work(), *evidence.of_files(), *of_settings(), *of_jobs(), *of_space(disk.free), *of_database(),
        *of_guards(), *of_server_log(), *of_keys(),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return Health(
        tuple(sorted(found, key=lambda each: (not each.wrong, not each.advice))), jobs.worker_seen_at(),
        audit.last_sealed_at(), audit.unsealed(), size, disk.free, disk.total, metadata.version("online-hate-crime-hub"),
    )  # fmt: skip


def of_worker() -> list[Found]:
    """Whether anybody does what was deferred."""
    silent = jobs.silent_for()
    if silent is None:
        words = "none was ever seen: letters wait, nobody is reminded. Run `hub serve`, or `hub worker` beside the site"
        return [Found("worker", words, wrong=True, means=_NO_WORKER)]
    if silent > jobs.SILENT:
        minutes = int(silent.total_seconds() // 60)
        words = f"silent for {minutes:,} minutes: letters wait, nobody is reminded. Start `hub worker`"
        return [Found("worker", words, wrong=True, means=_NO_WORKER)]
    return [Found("worker", f"alive at {clock.in_london(clock.now() - silent)}")]


def of_jobs() -> list[Found]:
    """What failed for good."""
    count = jobs.failed_count()
    if not count:
        return [Found("jobs", "none has failed")]
    return [Found("jobs", f"{count:,} failed for good: see which, and try them again", wrong=True)]


def of_space(free: int) -> list[Found]:
    """Whether there is room on the disk of HUB_HOME."""
    words = f"{free / _GIGABYTE:,.1f} GB free"
    if free < _LEAST_FREE:
        return [Found("disk", f"{words}: make room, or reports can soon not be kept", wrong=True)]
    return [Found("disk", words)]
