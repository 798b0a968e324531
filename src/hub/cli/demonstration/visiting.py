"""Signing in at the site as a person does, to see that it answers each role."""

import re
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from hub.cli.demonstration import accounts
from hub.cli.demonstration.accounts import Account
from hub.common.refusals import Refusal

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SECOND_STEP = "/sign-in/second-step/"
_PATIENCE = 60  # seconds


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, and where it turned out to be."""

    address: str
    words: str


def visit(site: str, account: Account) -> str:
    """Sign in with password and code; tells the heading of the first page. Refused where the site does not let them in."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = _read(browser, f"{site}/sign-in/")
    page = _read(browser, f"{site}/sign-in/", page.words, login=account.email, password=account.password)
    for code in accounts.codes(account):
        if page.address != f"{site}{_SECOND_STEP}":
            break
        page = _read(browser, page.address, page.words, code=code)
    page = _read(browser, f"{site}/desk/")
    found = _HEADING.search(page.words)
    if found is None or not page.address.startswith(f"{site}/desk/"):
        raise Refusal(
            f"The site did not let {account.who} in. Where a code was used a moment ago, wait half a minute "
            "and run it again."
        )
    return _TAG.sub("", found[1]).strip()


def _read(browser: OpenerDirector, address: str, form: str = "", **answers: str) -> _Page:
    """A page; where answers are given, the one that comes after the form was sent."""
    data = None
    if answers:
        token = _TOKEN.search(form)
        if token is None:
            raise Refusal(f"{address} could not be sent: the page before it has no form.")
        data = urlencode({**answers, "csrfmiddlewaretoken": token[1]}).encode()
    request = Request(address, data=data, headers={"Referer": address})  # noqa: S310 - the address is our own
    try:
        with browser.open(request, timeout=_PATIENCE) as answer:
            return _Page(str(answer.url), str(answer.read().decode()))
    except HTTPError as trouble:
        raise Refusal(f"{address} answered {trouble.code}.") from None
