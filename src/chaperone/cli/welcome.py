"""What a person is told when all is running."""

from typing import Any

from rich.console import Console
from rich.table import Table

from chaperone.cli import state
from chaperone.cli.folder import DataFolder


def show(console: Console, folder: DataFolder, url: str) -> None:
    """Where to look, who can sign in, and a first text to try."""
    console.print()
    console.print(f"Chaperone is running at [bold]{url}[/]")
    console.print(
        f"The browser will warn: the certificate is from this machine. To trust it, import"
        f" {folder.tls / 'ca.crt'}"
    )
    show_demo(console, state.demo(folder))
    console.print("Ctrl-C, or `chaperone down`, stops everything.")


def show_demo(console: Console, demo: dict[str, Any]) -> None:
    """The people of the demo; nothing without a demo."""
    if not demo:
        return
    sign_ins = demo.get("sign_ins", [])
    table = Table(title="Who can sign in (synthetic people)", title_justify="left")
    columns = list(dict.fromkeys(name for person in sign_ins for name in person))
    for name in columns:
        table.add_column(name.replace("_", " "), overflow="fold")
    for person in sign_ins:
        table.add_row(*(str(person.get(name, "")) for name in columns))
    console.print(table)
    if number := demo.get("member_number"):
        console.print("A first text to try:", end=" ")
        console.print(
            f'chaperone text --from {number} "What can I eat with diabetes?"', highlight=False
        )


def show_status(console: Console, report: dict[str, Any]) -> None:
    """What runs."""
    console.print(f"Running at [bold]{report['url']}[/]")
    table = Table("process", "id", "restarts")
    for process in report["processes"]:
        table.add_row(process["name"], str(process["pid"] or "-"), str(process["restarts"]))
    console.print(table)
    show_demo(console, report["demo"])
