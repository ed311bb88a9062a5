"""What OSCAL's schema cannot say of assessment results: that what they refer to is there."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

_TIMES = {"last-modified", "start", "end", "collected", "published"}


def loose_ends(whole: dict[str, Any]) -> list[str]:
    """What points nowhere, is there twice, or is at a time that is not in UTC; in words."""
    root = whole["assessment-results"]
    ids = Counter(value for key, value in _pairs(root) if key == "uuid")
    found = [f"two have {each}" for each, count in ids.items() if count > 1]
    found += [f"{value} is not in UTC" for key, value in _pairs(root) if _elsewhere(key, value)]
    plans = {f"#{each['uuid']}" for each in root["back-matter"]["resources"]}
    if root["import-ap"]["href"] not in plans:
        found.append(f"the plan {root['import-ap']['href']} is nowhere")
    return found + [each for result in root["results"] for each in _of(result)]


def _of(result: dict[str, Any]) -> Iterator[str]:
    begins, ends = _time(result["start"]), _time(result["end"])
    if ends < begins:
        yield "it ends before it begins"
    observations = {each["uuid"]: each for each in result.get("observations", [])}
    for each in observations.values():
        if not begins <= _time(each["collected"]) <= ends:
            yield f"{each['title']} was collected outside its time"
    reviewed = {
        control["control-id"]
        for selection in result["reviewed-controls"]["control-selections"]
        for control in selection["include-controls"]
    }
    targets = Counter(each["target"]["target-id"] for each in result.get("findings", []))
    yield from (f"two findings are about {each}" for each in targets if targets[each] > 1)
    for finding in result.get("findings", []):
        if finding["target"]["target-id"] not in reviewed:
            yield f"{finding['target']['target-id']} was not reviewed"
        related = finding["related-observations"]
        if not related:
            yield f"{finding['title']} rests on nothing"
        for each in related:
            if each["observation-uuid"] not in observations:
                yield f"there is no observation {each['observation-uuid']}"


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, however deep."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield key, inner
        yield from _pairs(inner)
    for inner in value if isinstance(value, list) else ():
        yield from _pairs(inner)


def _elsewhere(key: str, value: Any) -> bool:
    return key in _TIMES and _time(value).utcoffset() != timedelta(0)


def _time(value: str) -> datetime:
    return datetime.fromisoformat(value)
