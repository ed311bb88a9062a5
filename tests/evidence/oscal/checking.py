"""Checks a JSON value against the keywords of JSON Schema (draft 7) that OSCAL's schema uses.

A keyword that it does not know raises, so that nothing goes unchecked.
"""

import json
import re
from pathlib import Path
from typing import Any

SCHEMA = json.loads(
    (Path(__file__).parent / "oscal_assessment-results_schema.json").read_text("utf-8")
)
_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
_SAID_ONLY = {"title", "description", "$id", "$schema", "$comment", "format", "definitions"}
_KNOWN = _SAID_ONLY | {
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "enum",
    "items",
    "minItems",
    "minimum",
    "pattern",
    "properties",
    "required",
    "type",
}


def problems(value: Any, schema: Any = SCHEMA, at: str = "$") -> list[str]:
    """What is wrong with a value, each with its place; none where it fits."""
    assert set(schema) <= _KNOWN, set(schema) - _KNOWN
    found: list[str] = []
    if "$ref" in schema:
        found += problems(value, _definition(schema["$ref"]), at)
    for each in schema.get("allOf", []):
        found += problems(value, each, at)
    if "anyOf" in schema and all(problems(value, each, at) for each in schema["anyOf"]):
        found.append(f"{at}: fits none of anyOf")
    if "type" in schema and not isinstance(value, _TYPES[schema["type"]]):
        return [*found, f"{at}: is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is not one of {schema['enum']}")
    if "pattern" in schema and isinstance(value, str) and not _fits(schema["pattern"], value):
        found.append(f"{at}: {value!r} does not fit {schema['pattern']}")
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{at}: is less than {schema['minimum']}")
    if isinstance(value, dict):
        found += _of_object(value, schema, at)
    if isinstance(value, list):
        found += _of_array(value, schema, at)
    return found


def _of_object(value: dict[str, Any], schema: Any, at: str) -> list[str]:
    known = schema.get("properties", {})
    found = [f"{at}: lacks {name}" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{at}: has {name}" for name in value if name not in known]
    for name, each in value.items():
        if name in known:
            found += problems(each, known[name], f"{at}.{name}")
    return found


def _of_array(value: list[Any], schema: Any, at: str) -> list[str]:
    found = []
    if len(value) < schema.get("minItems", 0):
        found.append(f"{at}: has fewer than {schema['minItems']}")
    for number, each in enumerate(value):
        found += problems(each, schema.get("items", {}), f"{at}[{number}]")
    return found


def _definition(reference: str) -> Any:
    """Definitions are named by their ``$id``, or by their place."""
    for name, each in SCHEMA["definitions"].items():
        if reference in (each.get("$id"), f"#/definitions/{name}"):
            return each
    raise KeyError(reference)


def _fits(pattern: str, value: str) -> bool:
    """Python's ``re`` has no classes of Unicode's properties."""
    known = pattern.replace(r"\p{L}", r"[^\W\d_]").replace(r"\p{N}", r"\d")
    return re.search(known, value) is not None
