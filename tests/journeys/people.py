"""Phones of the demo's members, by care team, and some that belong to nobody."""

import json
from pathlib import Path

from tests.cast import LAKESIDE, Texter

_STORY = json.loads((Path(__file__).parents[2] / "src/chaperone/cli/demo_people.json").read_text())


def _of(care_team: str) -> list[Texter]:
    return [
        Texter(LAKESIDE, member["name"], member["phone"])
        for member in _STORY["organizations"][0]["members"]
        if member["care_team"] == care_team
    ]


NORTH_SHORE = _of("North shore")
SOUTH_SHORE = _of("South shore")
STRANGERS = ["+16175550177", "+14135550199", "+15085550198"]
