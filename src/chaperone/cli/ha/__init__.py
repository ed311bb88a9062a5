"""`chaperone ha`: a database that survives the loss of its primary. The recipe, ready to copy."""

from pathlib import Path
from typing import Annotated

import typer

from chaperone.cli.ha import certificates, cluster, files
from chaperone.cli.ha.cluster import Cluster, Watchdog, parse_node

app = typer.Typer(no_args_is_help=True, help="A database that survives its primary.")
_NODE = "NAME=HOST"


@app.command()
def configure(
    node: Annotated[
        list[str], typer.Option(metavar=_NODE, help="A node of the database. Given three times.")
    ],
    out: Annotated[Path, typer.Option(help="A new or empty folder for what is made.")],
    programs: Annotated[
        Path | None,
        typer.Option(
            help="The folder of postgres and initdb on the nodes, such as"
            " /usr/lib/postgresql/15/bin. On this machine alone: those that Chaperone brings."
        ),
    ] = None,
    proxy: Annotated[
        str, typer.Option(help="Where Chaperone's machines reach HAProxy, which runs on each.")
    ] = "127.0.0.1",
    client: Annotated[
        list[str] | None,
        typer.Option(metavar="NETWORK", help="From where Chaperone connects: 10.0.1.0/24."),
    ] = None,
    watchdog: Annotated[
        Watchdog, typer.Option(help="“required” where every node has /dev/watchdog.")
    ] = Watchdog.AUTOMATIC,
) -> None:
    """Write the configuration of three nodes (etcd, Patroni, PostgreSQL) and of HAProxy, with
    passwords and certificates. Changes nothing that runs.
    """
    made = Cluster(
        nodes=tuple(parse_node(word) for word in node),
        proxy=proxy,
        clients=tuple(client or ()),
        programs=cluster.programs(programs),
        watchdog=watchdog,
        out=out.absolute(),
    )
    files.write(made)
    typer.echo(f"Written to {made.out}. What to do with it: {made.out / 'README.txt'}")


@app.command()
def renew(
    out: Annotated[Path, typer.Option(help="The folder that `configure` wrote.")],
) -> None:
    """Make new certificates for every node and application, from the authority in the folder."""
    until = certificates.renew_below(out.absolute())
    typer.echo(f"Renewed until {until:%d %B %Y}. Copy each `tls` folder to its machine, and reload")
    typer.echo("its programs one node after another.")
