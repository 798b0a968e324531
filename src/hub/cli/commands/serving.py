"""`hub serve`: the doors and the worker in one command."""

import sys

import click
from django.conf import settings

from hub.cli import output, serving
from hub.cli.frame import command
from hub.people.permissions import Permission

HOST = "127.0.0.1"


@click.command(short_help="Serve the site, with the worker beside it.")
@click.option(
    "--port", default=8000, type=click.IntRange(1, 65535), show_default=True, help="Where the site is."
)
@click.option(
    "--host", default=HOST, show_default=True, help="Keep it on this machine; a proxy stands in front."
)
@click.option("--processes", default=1, type=click.IntRange(1, 32), show_default=True, help="Of the site.")
@click.option("--no-worker", is_flag=True, help="The site alone; run `hub worker` elsewhere.")
@command("serve", permission=Permission.RUN_SYSTEM)
def serve(*, port: int, host: str, processes: int, no_worker: bool, as_json: bool) -> None:
    """Serve the doors that HUB_DOORS names and do what was deferred, until stopped with Ctrl-C.

    Exit code 0: stopped by somebody. 1: the site or the worker ended by itself.
    """
    serving.free_or_refused(host, port)
    served = serving.Served(serving.commands(host=host, port=port, processes=processes, worker=not no_worker))
    try:
        serving.until_it_answers(served, host, port)
        if not served.stopping:
            _tell(f"http://{host}:{port}", as_json=as_json)
        ended = served.wait()
    finally:
        served.stop()
    if ended:
        output.say(f"The {ended} ended by itself: the lines above say why. Everything has been stopped.")
        sys.exit(1)
    output.say("Stopped.")


def _tell(site: str, *, as_json: bool) -> None:
    """Where the site is, and which doors it opens."""
    if as_json:
        output.answer({"serving": site, "doors": list(settings.HUB_DOORS)})
    output.say(f"Serving {site} (doors: {', '.join(settings.HUB_DOORS)}). Stop with Ctrl-C.")
