"""Where reports go: standard output, with colour where it is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleantext.report.printable import printable


def console() -> Console:
    """Return standard output; without one escape sequence where it is no terminal or `NO_COLOR` is set."""
    found = Console(highlight=False, markup=False, emoji=False)
    return Console(color_system=None, highlight=False, markup=False, emoji=False) if found.no_color else found


def is_coloured(target: Console) -> bool:
    """Tell whether colour can show what is meant."""
    return target.color_system is not None


def show_rows(target: Console, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Show rows: on a terminal as a table, otherwise one a line with tabs between the cells, as programs read them."""
    if not target.is_terminal:
        for row in rows:
            target.file.write("\t".join(map(printable, row)) + "\n")
        return
    table = Table(*header, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(printable(cell), overflow="fold") for cell in row))
    target.print(table)
