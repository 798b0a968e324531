"""The longer lists that stand behind the page of a case: each a page at a time."""

from django.http import HttpRequest, HttpResponse

from hub.evidence import queries as evidence_known
from hub.letters import queries as letters
from hub.pathway import evidence, opening
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.queue import queries as queue
from hub.reports import queries as reports
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk.cases import files
from hub.web.desk.cases import page as pages
from hub.web.desk.cases.assessed import factors
from hub.web.desk.cases.standing import standing
from hub.web.desk.cases.views import PAGE, address, crumbs, open_it
from hub.web.desk.frame import page


@opened_by(Permission.SEE_CONTENT)
def why(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Why this is here: every answer of the machine and of officers, with its reason."""
    after = number(request.GET.get("after", "")) or 0
    page_of = opening.why_here(subject=reference, after=after, by=by)
    moves = queue.moves(reference)
    actors = {line.by for _, ledger in page_of.found for line in ledger} | {
        each.by for each in moves if each.by
    }
    row = queue.rows_of([reference]).get(reference)
    facts = {
        "subject": reference, "found": page_of.found, "following": page_of.following or "", "names": people.names_of(actors),
        "moves": moves, "queues": {each.slug: each.name for each in queue.queues()}, "place": row.place if row else None,
        "factors": factors(row.facts) if row else (), "standing": standing(row, by) if row else "", "crumbs": crumbs(reference, False, "Why is this here?"),
    }  # fmt: skip
    return page(request, "desk/cases/why_here.html", facts, by=by)


@opened_by(Permission.SEE_CONTENT)
def every_report(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """The reports behind a case, a page at a time, in the order in which they came."""
    opened = open_it(reference, by)
    after = number(request.GET.get("after", "")) or 0
    ids = [each for each in opened.reports if each > after]
    filed = reports.filed(ids[:PAGE])
    later = [came for each in filed.values() for came in each.later]
    names = people.names_of({each.by for each in later})
    facts = {
        "subject": reference, "kind": f"{opened.kind}s", "total": len(opened.reports),
        "reports": [pages.report_line(filed[each], later, names) for each in ids[:PAGE] if each in filed],
        "following": ids[PAGE - 1] if len(ids) > PAGE else "", "words": True, "base": address(reference),
        "may": {each.name: may(by, each) for each in Permission},
        "crumbs": crumbs(reference, False, "Reports"),
    }  # fmt: skip
    return page(request, "desk/cases/reports.html", facts, by=by)


@opened_by(Permission.SEE_CONTENT)
def whole_timeline(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Everything that happened, newest first, a page at a time."""
    opened = open_it(reference, by)
    lines = pages.every_line(opened)
    asked = number(request.GET.get("before", ""))
    left = len(lines) if asked is None else min(asked, len(lines))
    # Counted from the oldest, so that what happens meanwhile moves nothing.
    shown, following = lines[len(lines) - left :][:PAGE], max(0, left - PAGE)
    names, officers = people.named({e.by for e in shown} - {""}, {e.about for e in shown if e.about})
    facts = {
        "subject": reference, "lines": [pages.told_line(each, names, officers) for each in shown],
        "following": following or "", "crumbs": crumbs(reference, False, "Timeline"),
    }  # fmt: skip
    return page(request, "desk/cases/timeline.html", facts, by=by)


@opened_by(Permission.READ_LETTERS)
def every_letter(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """The letters about a case and its reports, newest first, a page at a time."""
    opened = open_it(reference, by)
    named = [each[1] for each in opened.case.reports] if opened.case else []
    found = letters.filed([reference, *named], before=request.GET.get("before", ""), limit=PAGE + 1)
    shown = found[:PAGE]
    facts = {
        "subject": reference, "letters": shown, "names": people.names_of({each.by for each in shown} - {""}),
        "following": shown[-1].reference if len(found) > PAGE else "", "crumbs": crumbs(reference, False, "Letters"),
    }  # fmt: skip
    return page(request, "desk/cases/letters.html", facts, by=by)


@opened_by(Permission.SEE_CONTENT)
def every_note(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """The notes on a case that nothing replaced, newest first, a page at a time."""
    opened = open_it(reference, by)
    written = pages.notes(opened.case.history if opened.case else ())
    asked = number(request.GET.get("before", ""))
    left = len(written) if asked is None else min(asked, len(written))
    # Counted from the oldest, so that what is written meanwhile moves nothing.
    shown, following = written[len(written) - left :][:PAGE], max(0, left - PAGE)
    actors = {each.by for each in shown} | {old.by for each in shown for old in each.earlier}
    facts = {
        "subject": reference, "written": shown, "names": people.names_of(actors), "base": address(reference),
        "may": {each.name: may(by, each) for each in Permission}, "following": following or "",
        "crumbs": crumbs(reference, False, "Notes"),
    }  # fmt: skip
    return page(request, "desk/cases/notes.html", facts, by=by)


@opened_by(Permission.SEE_CONTENT)
def every_file(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """The files of a case, in the order in which they came, a page at a time."""
    opened = open_it(reference, by)
    found, following = evidence.of_case(
        case=reference, after=number(request.GET.get("after", "")) or 0, by=by, reason=opened.reason
    )
    custody = evidence_known.custody([each.id for each in found])
    facts = {
        "subject": reference, "base": address(reference), "following": following or "",
        "files": files.listed(found, custody), "may_export": may(by, Permission.EXPORT_EVIDENCE),
        "may_quarantine": may(by, Permission.QUARANTINE_EVIDENCE),
        "names": people.names_of({one.by for each in custody.values() for one in each}),
        "crumbs": crumbs(reference, False, "Files"),
    }  # fmt: skip
    return page(request, "desk/cases/files.html", facts, by=by)
