"""Serve the dashboard on this machine, rendered anew for each look: `python -m charts.serve`."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from charts.database import DashboardError
from charts.render import DASHBOARD, TARGET, render
from python_checks.summary import database_path

ADDRESS = ("127.0.0.1", 8050)


class Pages(SimpleHTTPRequestHandler):
    """The files of the dashboard; a page is rendered before it is sent."""

    def do_GET(self) -> None:
        """Render the pages, then send the one that was asked for."""
        try:
            render(database_path(), TARGET / "manifest.json", DASHBOARD)
        except DashboardError as problem:
            self.send_error(503, explain=f"Shown again once the build is over. {problem}")
            return
        super().do_GET()


def main(port: int = ADDRESS[1]) -> None:
    """Serve until the person ends it."""
    handler = partial(Pages, directory=str(DASHBOARD))
    with ThreadingHTTPServer((ADDRESS[0], port), handler) as server:
        print(
            f"The dashboard is on http://{ADDRESS[0]}:{server.server_port} until Ctrl-C.",
            flush=True,
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
