"""The command `hiplib`: start the course, open it in JupyterLab, check its data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Examples
    --------
    >>> main(["check"])
    0
    """
    arguments = _parser().parse_args(argv)
    if arguments.command == "check":
        return _check(arguments.folder, stamp=arguments.stamp)
    from hiplib.course import server

    if arguments.command == "hub":
        print(server.HERE / "hub" / "jupyterhub_config.py")
        return 0
    if not server.is_loopback(arguments.host):
        print(
            f"{arguments.host} can be reached from other machines: anyone there can open the course"
            " and use this computer's memory. Put it behind a hub or a proxy with a login.",
            file=sys.stderr,
        )
    start = server.serve if arguments.command == "serve" else server.lab
    start(host=arguments.host, port=arguments.port, browser=not arguments.no_browser)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("hiplib", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, port, words in (
        ("serve", 8866, "show the course in the browser (Voila)"),
        ("lab", 8888, "open the notebooks in JupyterLab"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--host", default="127.0.0.1", help="address to listen on")
        command.add_argument("--port", type=int, default=port, help=f"port (default {port})")
        command.add_argument("--no-browser", action="store_true", help="do not open a browser")
    words = "name the JupyterHub settings for a class"
    commands.add_parser("hub", help=words, description=words)
    check = commands.add_parser("check", help="check the tables of the course")
    check.add_argument("folder", nargs="?", type=Path, help="a data folder (default: the course's)")
    check.add_argument(
        "--stamp",
        action="store_true",
        help="after an edit: write new sizes and checksums, then check",
    )
    return parser


def _check(folder: Path | None, *, stamp: bool) -> int:
    from hiplib import tables

    if stamp:
        from hiplib.prep import dictionary

        tables.stamp(folder)
        dictionary.write(folder)
    findings = tables.check(folder)
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
