"""A log tells where a fault happened, and never its words."""

import logging
import logging.config

from django.conf import settings

from hub.config.logs import WithoutWords

NAME = "Amina Invented"


def caught() -> BaseException:
    try:
        try:
            int(NAME)
        except ValueError as first:
            raise KeyError(f"Failing row contains ({NAME})") from first
    except KeyError as second:
        return second


def test_an_exception_is_told_by_its_kind_and_place():
    problem = caught()
    record = logging.LogRecord(
        "procrastinate",
        logging.ERROR,
        "x",
        1,
        "Job 7 failed",
        None,
        (type(problem), problem, problem.__traceback__),
    )
    said = WithoutWords("%(levelname)s %(message)s").format(record)
    assert said.startswith("ERROR Job 7 failed\nKeyError at test_logs.py:")
    assert "after ValueError at test_logs.py:" in said
    assert NAME not in said


def test_every_handler_of_the_hub_is_one_that_tells_no_words():
    given = settings.LOGGING
    plain = {name for name, each in given["formatters"].items() if each["()"].endswith("WithoutWords")}
    assert given["handlers"]
    assert {each["formatter"] for each in given["handlers"].values()} <= plain
    assert not given["loggers"]["django"]["handlers"]
