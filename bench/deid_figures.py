"""The figures of docs/security/de-identification.md: what is found by letter, computed."""

from pathlib import Path

from bench.deid_scoring import Score, of_messages, ours, rows, score

PAGE = Path(__file__).parent.parent / "docs" / "security" / "de-identification.md"
_BEGIN, _END = "<!-- figures -->\n", "<!-- end of figures -->\n"
_WHAT = {
    "A": "names, employers, relatives",
    "B": "places smaller than a state",
    "C": "dates, ages above 89",
    "D": "telephone numbers",
    "E": "fax numbers",
    "F": "e-mail addresses",
    "G": "social security numbers",
    "H": "medical record numbers",
    "I": "health plan numbers",
    "J": "account numbers",
    "K": "certificates and licences",
    "L": "vehicles",
    "M": "devices",
    "N": "web addresses",
    "O": "IP addresses",
    "R": "other numbers and handles",
}


def figures() -> str:
    """The tables, as they must stand on the page."""
    everything, messages = rows(), of_messages(rows())
    strangers = [{**row, "known": {}} for row in messages]
    groups = (
        ("all rows", everything),
        ("text messages", messages),
        ("text messages, nothing known of the member", strangers),
    )
    scores = [(name, len(chosen), score(chosen, ours)) for name, chosen in groups]
    return "\n".join([*_summary(scores), "", *_by_letter(scores[0][2], scores[1][2]), ""])


def write() -> None:
    """Puts the figures on the page."""
    page = PAGE.read_text("utf-8")
    before, rest = page.split(_BEGIN)
    PAGE.write_text(f"{before}{_BEGIN}{figures()}{_END}{rest.split(_END)[1]}", "utf-8")


def _summary(scores: list[tuple[str, int, Score]]) -> list[str]:
    lines = [
        "| rows | texts | identifiers | wholly found | other characters taken |",
        "|---|---|---|---|---|",
    ]
    for name, texts, scored in scores:
        required = sum(all_of for all_of, _ in scored.letters.values())
        lines.append(
            f"| {name} | {texts:,} | {required:,} | {scored.recall:.1%} | {scored.over:.2%} |"
        )
    return lines


def _by_letter(everything: Score, messages: Score) -> list[str]:
    lines = ["| letter | what | all rows | text messages |", "|---|---|---|---|"]
    for letter, what in _WHAT.items():
        cells = [_cell(scored.letters.get(letter)) for scored in (everything, messages)]
        lines.append(f"| ({letter}) | {what} | {cells[0]} | {cells[1]} |")
    return lines


def _cell(counted: tuple[int, int] | None) -> str:
    return f"{counted[1]} of {counted[0]}" if counted else "none there"


if __name__ == "__main__":
    write()
