"""Placing reports: opening and joining cases, and giving them to command units."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from hub.aside import queries as aside
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries, rules
from hub.cases.actions.clusters import suggest
from hub.cases.actions.versions import changed
from hub.cases.models import Allocation, Case, CaseReport, PublicItem
from hub.cases.terms import About, Alike, Earlier, Evidence, How, Placed, Placement, ToPlace
from hub.common import clock, copying, locks, references
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


class _Desk:
    """One sequence of reports being placed: what is known already, and what this sequence adds, in its order."""

    def __init__(self, reports: Sequence[ToPlace], at: datetime) -> None:
        self.at = at
        self.cases: dict[int, Case] = {}
        self.new: list[Case] = []
        self.rows: list[CaseReport] = []
        self.claims: list[PublicItem] = []
        self.pairs: list[tuple[Case, Case, Alike]] = []
        self.of_victim: dict[int, list[Earlier]] = defaultdict(list)
        for each in queries.earlier_of({person for report in reports for person in report.same_as}):
            self.of_victim[each.victim_id].append(each)
        self.of_item = queries.public_cases(
            {item for report in reports if report.public for item in report.items}
        )
        # A case opened here has no id until it is saved; until then it is known by a number below zero.
        self.numbers = iter(range(-1, -len(reports) - 1, -1))

    def load(self) -> None:
        """The cases that may be joined or suggested, each read once and held; what was set aside until then is neither."""
        wanted = {each.case_id for found in self.of_victim.values() for each in found} | set(
            self.of_item.values()
        )
        self.cases.update(
            {row.pk: row for row in Case.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
        )

        quiet = aside.standing({row.reference for row in self.cases.values()})
        gone = {number for number, row in self.cases.items() if row.reference in quiet}
        for victim, found in self.of_victim.items():
            self.of_victim[victim] = [each for each in found if each.case_id not in gone]
        self.of_item = {item: case for item, case in self.of_item.items() if case not in gone}

    def place(self, report: ToPlace) -> Placement:
        """What the case rule says of this report, the ones before it included."""
        if report.public:
            return rules.place_public(report, self.of_item)
        earlier = [each for person in report.same_as for each in self.of_victim[person]]
        return rules.place_victim(report, earlier)

    def put(self, report: ToPlace, placement: Placement) -> tuple[Case, int]:
        """Put a report into its case, and remember it for the ones that follow."""
        number = placement.join if placement.join is not None else self._open(report)
        case = self.cases[number]
        self.rows.append(
            CaseReport(
                case=case,
                report_id=report.report_id,
                victim_id=report.victim_id,
                how=placement.how,
                at=self.at,
            )
        )
        alike = Alike.PUBLIC if report.public else Alike.VICTIM
        self.pairs += [(case, self.cases[other], alike) for other in placement.suggest]
        if report.public:
            for item in sorted(report.items - set(self.of_item)):
                self.of_item[item] = number
                self.claims.append(PublicItem(item_id=item, case=case))
        elif report.victim_id is not None:
            self.of_victim[report.victim_id].append(Earlier(number, report.victim_id, report.items))
        return case, number

    def _open(self, report: ToPlace) -> int:
        """A case for a report that belongs to none."""
        case = Case(
            reference=references.new("C"),
            about=About.PUBLIC if report.public else About.VICTIM,
            state=rules.state_for(report.unit),
            borough=report.borough,
            unit=report.unit,
            opened_at=self.at,
        )
        number = next(self.numbers)
        self.cases[number] = case
        self.new.append(case)
        return number

    def save(self, by: Actor) -> None:
        """Everything this sequence added, each table at once."""
        opened = {each.reference for each in self.new}
        Case.objects.bulk_create(self.new)
        changed(cases={row.case.reference for row in self.rows} - opened)
        copying.add(self.rows)
        copying.add(self.claims)
        suggest(
            found=[Evidence(one.pk, two.pk, alike, "") for one, two, alike in self.pairs if one.pk != two.pk],
            by=by,
        )
        copying.add(
            [Allocation(case=each, unit=each.unit, at=self.at, by=str(by)) for each in self.new if each.unit]
        )


def place(*, reports: Sequence[ToPlace], by: Actor) -> tuple[Placed, ...]:
    """Give each report its case: joined where that is certain, opened otherwise, and told to a command unit."""
    permit(by, Permission.RECEIVE_REPORTS)
    locks.hold("cases.item", (str(item).encode() for each in reports if each.public for item in each.items))
    desk = _Desk(reports, clock.now())
    desk.load()
    put = []
    for each in reports:
        placement = desk.place(each)
        case, _ = desk.put(each, placement)
        put.append((each, placement, case))
    desk.save(by)
    audit.record(
        [
            Entry(
                Kind.COMBINATION if placement.how != How.OPENED else Kind.COLLECTION,
                "cases.join" if placement.how != How.OPENED else "cases.open",
                "case", case.reference, str(by), {"report": each.reference, "unit": case.unit},
            )
            for each, placement, case in put
        ]
    )  # fmt: skip
    return tuple(
        Placed(each.report_id, case.pk, case.reference, placement.how, case.unit, case.borough)
        for each, placement, case in put
    )
