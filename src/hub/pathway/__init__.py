"""THE MISSION: whoever reports hate online is heard, helped and answered, and every step can be shown.

One report, from first word to answer:

    Somebody tells it to an officer      -> send_draft  kept as it is typed, checked like an import, sent once
    A report arrives, by any door        -> arrive      kept exactly; ONE durable transaction for a sequence
       somebody in danger                               raises an alarm before anything else: raise_alarm, from anywhere
          and whoever is on call is called              call_alarm, the next after five minutes, then the control room,
                                                        until somebody says that they have it: acknowledge_alarm
       is referred to the hub by itself                 online? hate? whose force? which borough? each with its reason
       the victim is offered help                       never waits for scope; agreement decides what is shared
       the command unit is named and told               clocks start, letters are queued
    An officer opens a case              -> open_case   every look is kept with its reason; without a part in it, a typed one
       assesses risk and what the victim needs          (assessing) which orders the queue and decides nothing
       works on it                                      (casework) each step on the version that was seen, or not at all
       and offers it to a borough officer               who accepts it, returns it with a reason, or hands it over
    Somebody at risk is referred         -> (safeguarding) asked, authorised by a second person, sent, and heard of
    It is decided not to be a crime      -> set_aside    the original sealed until its day, the copy masked (pathway.aside)
       somebody asks for another look                   -> ask_for_another_look, then restore or refuse_another_look
       keeping more needs a submission                  (pathway.submissions) a supervisor, and an end
    An officer decides whose it is       -> (belonging) by a written rule that only proposes; another force closes it
                                            with its own reference, or disputes it and an inspector settles
    An officer decides an exit           -> confirm_exit, refuse_exit
       what goes to a force is packed                   (transferring) once, under its marking, on the record
    An officer decides if it is a crime  -> (deciding) offences with their limits, Article 10, a second check, the letter
       and records what came of it          the outcome, the right to review; nothing is overwritten
    A later fact                         -> add_fact    beside what was told
    What is due is remembered            -> remind

The machine refers in by itself. Every way out is proposed by the machine and confirmed by an officer.
"""

from hub.pathway.afterwards import (
    add_fact,
    begin_epoch,
    complete_duty,
    confirm_exit,
    load_postcodes,
    mark_duty_not_possible,
    pause_duty,
    refuse_exit,
    release_held_letters,
    remind,
    resume_duty,
    seal_audit,
    set_force_mailbox,
    set_mailbox,
    set_safeguarding_mailbox,
    whereabouts,
)
from hub.pathway.alarming import acknowledge_alarm, call_alarm, name_danger, raise_alarm, raise_test_alarm
from hub.pathway.arriving import arrive
from hub.pathway.aside import (
    ask_for_another_look,
    ask_to_dispose,
    dispose_of_original,
    dispose_of_originals,
    refuse_another_look,
    restore,
    set_aside,
)
from hub.pathway.asking import answer_borough, ask_hub
from hub.pathway.astray import check_subjects
from hub.pathway.entering import begin_draft, discard_draft, expire_drafts, open_draft, save_draft, send_draft
from hub.pathway.finding import Match, find, find_person
from hub.pathway.morning import see_break_glass
from hub.pathway.opening import open_case, open_report
from hub.pathway.preparing import Arrival, Reference, Whereabouts
from hub.pathway.queueing import (
    check_queue,
    claim,
    end_words,
    explain,
    fill_queue,
    forget_view,
    hand_over,
    hold,
    pass_on,
    rebuild_queue,
    release,
    release_passing,
    reroute,
    save_queue,
    save_rule,
    save_view,
)

__all__ = [
    "Arrival",
    "Match",
    "Reference",
    "Whereabouts",
    "acknowledge_alarm",
    "add_fact",
    "answer_borough",
    "arrive",
    "ask_for_another_look",
    "ask_hub",
    "ask_to_dispose",
    "begin_draft",
    "begin_epoch",
    "call_alarm",
    "check_queue",
    "check_subjects",
    "claim",
    "complete_duty",
    "confirm_exit",
    "discard_draft",
    "dispose_of_original",
    "dispose_of_originals",
    "end_words",
    "expire_drafts",
    "explain",
    "fill_queue",
    "find",
    "find_person",
    "forget_view",
    "hand_over",
    "hold",
    "load_postcodes",
    "mark_duty_not_possible",
    "name_danger",
    "open_case",
    "open_draft",
    "open_report",
    "pass_on",
    "pause_duty",
    "raise_alarm",
    "raise_test_alarm",
    "rebuild_queue",
    "refuse_another_look",
    "refuse_exit",
    "release",
    "release_held_letters",
    "release_passing",
    "remind",
    "reroute",
    "restore",
    "resume_duty",
    "save_draft",
    "save_queue",
    "save_rule",
    "save_view",
    "seal_audit",
    "see_break_glass",
    "send_draft",
    "set_aside",
    "set_force_mailbox",
    "set_mailbox",
    "set_safeguarding_mailbox",
    "whereabouts",
]
