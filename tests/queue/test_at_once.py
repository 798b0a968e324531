from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from hub import pathway
from hub.common.refusals import NotNow
from hub.queue.models import Claim, Waiting
from tests.walks import OPERATOR, arrive, telling
from tests.web.accounts import actor


def at_once(steps):
    """What each of these steps gave or was refused with, all taken at the same moment."""
    together = Barrier(len(steps))

    def one(step):
        try:
            together.wait(timeout=60)
            return step()
        except NotNow as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as writers:
        return list(writers.map(one, steps))


def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told_who(own_database):
    arrive(telling())
    case = Waiting.objects.get().subject
    bo, ruth = actor("bo"), actor("ruth")
    found = at_once(
        [lambda: pathway.claim(subject=case, by=bo), lambda: pathway.claim(subject=case, by=ruth)]
    )
    (said,) = [each for each in found if isinstance(each, str)]
    winner = {0: "Bo Invented", 1: "Ruth Invented"}[1 - found.index(said)]
    assert said == f"{winner} has {case} for 30 more minutes. Ask them, or wait."
    assert Claim.objects.get().account_id == Waiting.objects.get().holder_id


def test_a_claim_and_a_change_of_the_record_at_once_lose_neither(own_database):
    arrive(telling())
    case = Waiting.objects.get().subject
    bo = actor("bo")
    same = "https://x.com/invented/status/1001"
    at_once(
        [
            lambda: pathway.claim(subject=case, by=bo),
            lambda: arrive(telling(2, reporter_role="witness", content_urls=same)),
        ]
    )
    assert Waiting.objects.get(subject=case).holder_id == bo.account
    assert pathway.check_queue(by=OPERATOR) == ()
