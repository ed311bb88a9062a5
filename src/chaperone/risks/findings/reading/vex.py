"""CycloneDX VEX in JSON (ECMA-424; specification 1.4 to 1.7): known vulnerabilities of components.

One finding for each vulnerability in each component that it affects. An analysis that says
``resolved``, ``false_positive`` or ``not_affected`` is taken as the supplier's excuse.
"""

from collections.abc import Iterator, Mapping

from chaperone.risks.findings.reading.node import Node
from chaperone.risks.findings.reading.reported import Reported, reported, severity_of_score
from chaperone.risks.models import Severity

VERSIONS = ("1.4", "1.5", "1.6", "1.7")
_SEVERITIES = {
    "critical": Severity.CRITICAL,
    "high": Severity.HIGH,
    "medium": Severity.MEDIUM,
    "low": Severity.LOW,
    "info": Severity.LOW,
    "none": Severity.LOW,
}
_HARMLESS = ("resolved", "resolved_with_pedigree", "false_positive", "not_affected")
_STATES = (*_HARMLESS, "exploitable", "in_triage")


def is_vex(document: Node) -> bool:
    """Whether the document says that it is of CycloneDX."""
    return isinstance(document.value, dict) and "bomFormat" in document.value


def read(document: Node) -> Iterator[Reported]:
    """Each vulnerability in each component. Raises ``FileRefused``."""
    kind = document.needed("bomFormat")
    if kind != "CycloneDX":
        raise document.member("bomFormat").wrong(f"it is {kind[:20]}; CycloneDX is read here.")
    version = document.needed("specVersion")
    if version not in VERSIONS:
        known = ", ".join(VERSIONS)
        raise document.member("specVersion").wrong(f"it is {version[:20]}; read are {known}.")
    components = _components(document)
    for vulnerability in document.items("vulnerabilities"):
        places = [each.needed("ref") for each in vulnerability.items("affects")]
        for place in places or [""]:
            yield _reported(vulnerability, components.get(place, (place, place)))


def _components(document: Node) -> Mapping[str, tuple[str, str]]:
    """By reference: how a component is called, and what stays the same of it from file to file."""
    found = {}
    metadata = document.member("metadata")
    whole = [] if metadata.value is None else [metadata.member("component")]
    for component in [*(each for each in whole if each.value), *document.items("components")]:
        reference, name = component.text("bom-ref"), component.needed("name")
        version, package = component.text("version"), component.text("purl")
        called = f"{name} {version}".strip()
        found[reference] = (called, package.split("@")[0] if package else name)
    return found


def _reported(vulnerability: Node, component: tuple[str, str]) -> Reported:
    named, (called, lasting) = vulnerability.needed("id"), component
    description = vulnerability.text("description")
    # The first sentence is a title; there is no other in the format.
    title = description.split(". ")[0] if description else named
    return reported(
        same=[named, lasting],
        rule=named,
        title=title,
        severity=_severity(vulnerability),
        place=called,
        description=vulnerability.text("detail") or description,
        remedy=vulnerability.text("recommendation") or vulnerability.text("workaround"),
        dismissed=_excuse(vulnerability),
    )


def _severity(vulnerability: Node) -> Severity:
    """The worst rating; high where nobody rated it, so that it is looked at soon."""
    found = []
    for rating in vulnerability.items("ratings"):
        score, word = rating.number("score"), rating.text("severity")
        if word and word != "unknown" and word not in _SEVERITIES:
            raise rating.member("severity").wrong(f"“{word[:20]}” is no severity.")
        if word in _SEVERITIES:
            found.append(_SEVERITIES[word])
        elif score is not None:
            found.append(severity_of_score(score))
    order = list(Severity)
    return min(found, key=order.index, default=Severity.HIGH)


def _excuse(vulnerability: Node) -> str:
    analysis = vulnerability.member("analysis")
    if analysis.value is None:
        return ""
    state = analysis.text("state", "in_triage")
    if state not in _STATES:
        raise analysis.member("state").wrong(f"“{state[:30]}” is none of {', '.join(_STATES)}.")
    if state not in _HARMLESS:
        return ""
    why = analysis.text("detail") or analysis.text("justification")
    return ": ".join(part.replace("_", " ") for part in (state, why) if part)
