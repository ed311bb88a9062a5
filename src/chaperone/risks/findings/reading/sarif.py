"""SARIF 2.1.0 (OASIS, 2020): what static analysers and scanners report.

Taken: results of kind ``fail``, ``open`` and ``review`` that are not absent (3.27.9, 3.27.24).
Severity: the rule's property ``security-severity``, a CVSS score, where there is one; else the
level (3.27.10). The same result is known by its fingerprints (3.27.16-17), else by rule, file and
message, since lines move.
"""

from collections.abc import Iterator, Mapping

from chaperone.risks.findings.reading.node import Node
from chaperone.risks.findings.reading.reported import Reported, reported, severity_of_score
from chaperone.risks.models import Severity

VERSION = "2.1.0"
_LEVELS = {
    "error": Severity.HIGH,
    "warning": Severity.MEDIUM,
    "note": Severity.LOW,
    "none": Severity.LOW,
}
_TAKEN = ("fail", "open", "review")
_KINDS = (*_TAKEN, "pass", "informational", "notApplicable")


def is_sarif(document: Node) -> bool:
    """Whether the document says that it is SARIF, of whatever version."""
    return isinstance(document.value, dict) and "runs" in document.value


def read(document: Node) -> Iterator[Reported]:
    """Each result that counts. Raises ``FileRefused``."""
    version = document.needed("version")
    if version != VERSION:
        raise document.member("version").wrong(f"it is {version[:20]}; {VERSION} is read here.")
    document.member("runs").expect(list)
    for run in document.items("runs"):
        tool = run.member("tool")
        driver = tool.member("driver")
        name = driver.needed("name")
        rules = _Rules(driver, [*tool.items("extensions")])
        for result in run.items("results"):
            if _counts(result):
                yield _reported(name, result, rules.of(result))


class _Rules:
    """The rules of a run: the driver's by place, everybody's by id."""

    def __init__(self, driver: Node, extensions: list[Node]) -> None:
        self._listed = [*driver.items("rules")]
        every = [*self._listed, *(rule for each in extensions for rule in each.items("rules"))]
        self._by_id: Mapping[str, Node] = {rule.needed("id"): rule for rule in every}

    def of(self, result: Node) -> Node:
        """The rule of a result; an empty one where the file does not describe it."""
        named = result.text("ruleId")
        if named in self._by_id:
            return self._by_id[named]
        place = result.whole("ruleIndex")
        # -1 stands for none (3.27.6).
        if place is None or place < 0 or named:
            return Node({}, result.path)
        if place >= len(self._listed):
            raise result.member("ruleIndex").wrong(f"there are {len(self._listed)} rules.")
        return self._listed[place]


def _counts(result: Node) -> bool:
    kind = result.text("kind", "fail")
    if kind not in _KINDS:
        raise result.member("kind").wrong(f"“{kind[:20]}” is none of {', '.join(_KINDS)}.")
    return kind in _TAKEN and result.text("baselineState") != "absent"


def _reported(tool: str, result: Node, rule: Node) -> Reported:
    rule_id = result.text("ruleId") or rule.text("id")
    if not rule_id:
        raise result.wrong("it names no rule.")
    message = _message(result.member("message"))
    title = _message(rule.member("shortDescription")) or rule.text("name") or message
    file, line = _place(result)
    return reported(
        same=[tool, rule_id, *(_fingerprints(result) or [file, message])],
        rule=rule_id,
        title=title,
        severity=_severity(result, rule),
        place=f"{file}:{line}" if line else file,
        description=message,
        remedy=_message(rule.member("help")),
        dismissed=_suppressed(result),
    )


def _message(found: Node) -> str:
    if found.value is None:
        return ""
    return found.text("text") or found.text("markdown") or found.text("id")


def _fingerprints(result: Node) -> list[str]:
    for name in ("fingerprints", "partialFingerprints"):
        found = result.member(name)
        if found.value:
            kinds = sorted(found.expect(dict))
            return [part for kind in kinds for part in (kind, found.text(kind))]
    return []


def _place(result: Node) -> tuple[str, int | None]:
    for location in result.items("locations"):
        physical = location.member("physicalLocation")
        if physical.value is not None:
            artifact = physical.member("artifactLocation")
            file = "" if artifact.value is None else artifact.text("uri")
            region = physical.member("region")
            return file, None if region.value is None else region.whole("startLine")
        for logical in location.items("logicalLocations"):
            return logical.text("fullyQualifiedName") or logical.text("name"), None
    return "", None


def _severity(result: Node, rule: Node) -> Severity:
    for described in (result, rule):
        properties = described.member("properties")
        if properties.value is not None:
            score = properties.number("security-severity")
            if score is not None:
                return severity_of_score(score)
    configured = rule.member("defaultConfiguration")
    usual = "warning" if configured.value is None else configured.text("level", "warning")
    level = result.text("level", usual)
    if level not in _LEVELS:
        raise result.member("level").wrong(f"“{level[:20]}” is none of {', '.join(_LEVELS)}.")
    return _LEVELS[level]


def _suppressed(result: Node) -> str:
    """Why it is suppressed; only where no suppression waits or was refused (3.35.2)."""
    found = [*result.items("suppressions")]
    if any(each.text("status", "accepted") != "accepted" for each in found):
        return ""
    reasons = (each.text("justification") or "suppressed in the source" for each in found)
    return "; ".join(reasons)
