"""Each call that writes a log line, in all of the product: the sentence is a constant."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "chaperone"
_LOGGERS = {"_log", "_logger", "log", "logger", "logging"}
_METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def wrong_in(source: str) -> list[int]:
    """The lines of calls whose sentence is put together, or whose arguments are made of text."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr not in _METHODS or not _is_logger(node.func.value):
            continue
        sentence, *arguments = node.args
        if (
            not (isinstance(sentence, ast.Constant) and isinstance(sentence.value, str))
            or any(_is_text(each) for each in arguments)
            or any(word.arg not in ("exc_info", "stacklevel") for word in node.keywords)
        ):
            found.append(node.lineno)
    return found


def _is_logger(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) == "logging.getLogger"
    return isinstance(node, ast.Name) and node.id in _LOGGERS


def _is_text(node: ast.expr) -> bool:
    made = isinstance(node, ast.JoinedStr | ast.BinOp)
    called = isinstance(node, ast.Call) and ast.unparse(node.func) in ("str", "repr", "format")
    return made or called or ast.unparse(node).endswith(("__name__", ".format"))


def test_every_sentence_is_a_constant() -> None:
    wrong = {
        str(path.relative_to(SOURCE)): lines
        for path in SOURCE.rglob("*.py")
        if (lines := wrong_in(path.read_text(encoding="utf-8")))
    }
    assert not wrong


@pytest.mark.parametrize(
    "call",
    [
        "_log.info(f'{name} came')",
        "_log.info('came ' + name)",
        "_log.info(name)",
        "_log.info('%s came', str(member))",
        "_log.info('%s came', f'{name}')",
        "_log.info('came', extra={'name': name})",
        "logging.getLogger('x').info(name)",
    ],
)
def test_the_rule_finds_what_it_forbids(call: str) -> None:
    assert wrong_in(call) == [1]


def test_nothing_of_the_servers_prints() -> None:
    """What is printed goes to a plain file beside the sealed ones."""
    printing = []
    for path in SOURCE.rglob("*.py"):
        if path.relative_to(SOURCE).parts[0] in ("cli", "merkle"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        if any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls):
            printing.append(path.name)
    assert not printing
