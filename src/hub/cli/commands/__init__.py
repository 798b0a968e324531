"""Every command of `hub`, in the order in which its manual tells them."""

import click

from hub.cli.commands import (
    alarms,
    aside,
    audit,
    cases,
    demonstration,
    duties,
    evidence,
    law,
    letters,
    people,
    queue,
    receiving,
    serving,
    system,
    transferring,
)

_HELP = """The Online Hate Crime Hub: reports in, help offered, a command unit told, every step on the record.

\b
A first look:   hub demo
Take reports:   hub receive FILE            (docs/import-format.md tells the columns)
See cases:      hub case list               hub case show C-...
What waits:     hub queue list              hub queue why C-...        hub queue rules
What is due:    hub due                     hub clocks                hub letters
In danger:      hub alarm list              hub alarm acknowledge W-...
What may leave: hub exit list               hub exit confirm R-... --reason TEXT
Not a crime:    hub aside list              hub aside show C-...
Files:          hub evidence add FILE ... --case C-...              hub evidence verify --all
Another force:  hub transfer package R-... --out PATH --reason TEXT
The law:        hub law limits              hub law offences          hub law outcome
The record:     hub audit verify            hub audit show
The desk:       hub serve
Colleagues:     hub people list             hub people add-administrator EMAIL
The system:     hub doctor                  hub worker --once

Everything runs on an embedded PostgreSQL below HUB_HOME, which starts by itself; DATABASE_URL names another server.
Names and contacts are shown only with --people --reason TEXT. Each run is on the record.
"""


@click.group(help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def hub() -> None:
    """The one command line."""


for each in (
    receiving.receive, cases.case, cases.report, cases.way_out, transferring.transfer, evidence.evidence, alarms.alarm, duties.due, duties.duty, duties.clocks, letters.letters, law.law, aside.aside,
    audit.audit, serving.serve, system.worker, system.doctor, system.migrate, system.stop, system.places, queue.queue,
    system.docs, people.people, demonstration.demo,
):  # fmt: skip
    hub.add_command(each)
