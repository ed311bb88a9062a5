"""The register and the inventory as files: out, and in again."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chaperone.risks.errors import NotAPerson, NotWholeScore
from chaperone.risks.models import Asset, Risk
from chaperone.risks.sheets import add_asset, add_risk
from tests.cast import LAKESIDE, ines, inside, maria, samuel
from tests.risks.scene import LOW, a_judged_risk, accepted

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
LINE = dict.fromkeys(
    [
        "number",
        "threat",
        "vulnerability",
        "citations",
        "controls",
        "inherent_likelihood",
        "inherent_impact",
        "residual_likelihood",
        "residual_impact",
        "owner",
        "review_on",
        "standing",
        "treatment",
        "plan",
        "treatment_due",
        "accepted_until",
    ]
)


def export(person, name, ending):
    return person.client().get(f"/registers/{name}/export.{ending}", secure=True)


def test_auditors_take_the_register_away_and_coaches_do_not():
    risk = a_judged_risk(title="=1+1 is a formula")
    accepted(risk)
    answer = export(ines, "risks", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    line = next(row for row in rows if row["Number"] == str(risk.number))
    assert line["Risk" if "Risk" in line else "Title"] == "'=1+1 is a formula"
    assert line["Stands"] == "Accepted"
    assert line["Owner"] == "samuel.brandt@lakeside.example"
    assert json.loads(export(ines, "assets", "json").content)
    assert export(maria, "risks", "csv").status_code == 404


def test_a_file_comes_in_after_a_preview_all_or_nothing():
    text = "Title,What may happen,Owner,Threat\nA leak,Water.,samuel.brandt@lakeside.example,\n"
    client = samuel.client()
    sent = client.post(
        "/registers/risks/import/",
        {"file": SimpleUploadedFile("r.csv", text.encode())},
        secure=True,
    )
    assert sent.status_code == 302
    with inside(LAKESIDE):
        assert not Risk.objects.filter(title="A leak").exists()
    assert "A leak" in client.get(sent["Location"], secure=True).content.decode()
    assert client.post(sent["Location"], {"leave_out": "0"}, secure=True).status_code == 302
    with inside(LAKESIDE):
        risk = Risk.objects.get(title="A leak")
    assert (risk.owner_id, risk.residual_level) == (samuel.user.id, None)


def test_a_line_is_judged_whole_or_not_at_all():
    line = LINE | {"title": "A leak", "statement": "Water."}
    with samuel.acting() as actor:
        add_risk(actor=actor, **line | LOW)
        assert Risk.objects.get(title="A leak").residual_level == 2
        for wrong in (
            {"inherent_impact": 3},
            LOW | {"residual_impact": 5},
        ):
            with pytest.raises(NotWholeScore):
                add_risk(actor=actor, **line | wrong)
        with pytest.raises(NotAPerson):
            add_risk(actor=actor, **line | {"owner": "maria.alvarez@lakeside.example"})
        assert Risk.objects.filter(title="A leak").count() == 1


def test_an_asset_comes_in_with_what_its_line_says():
    with samuel.acting() as actor:
        add_asset(
            actor=actor,
            kind="site",
            name="Attic",
            about=None,
            place=None,
            holds=None,
            criticality=2,
            owner="SAMUEL.BRANDT@lakeside.example",
            state=None,
        )
        asset = Asset.objects.get(name="Attic")
    assert (asset.holds, asset.criticality, asset.owner_id) == ("unknown", 2, samuel.user.id)
