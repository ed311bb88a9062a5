"""The demo's workforce: positions, officials, agreements, a check, and a device that is late."""

from datetime import timedelta

from chaperone.cli.demo_programme import Scene
from chaperone.workforce.actions.agreeing import digest_of, sign_agreement
from chaperone.workforce.actions.checklists import give_line
from chaperone.workforce.actions.confidential import add_record
from chaperone.workforce.actions.designating import designate
from chaperone.workforce.actions.hiring import change_person
from chaperone.workforce.models import Confidential, Line, Official
from chaperone.workforce.queries.people import people
from chaperone.workforce.texts import agreement_text

_POSITIONS = {
    "maria.alvarez@lakeside.example": ("Diabetes coach, north shore", 420),
    "daniel.osei@lakeside.example": ("Diabetes coach, south shore", 16),
    "grace.lin@lakeside.example": ("Office manager", 900),
    "samuel.brandt@lakeside.example": ("Head of security and compliance", 760),
    "ines.duarte@lakeside.example": ("External auditor", 200),
}
_SIGNING = ("maria.alvarez@lakeside.example", "grace.lin@lakeside.example")
_OFFICER = "samuel.brandt@lakeside.example"


def seed(scene: Scene) -> None:
    """Fills the register of people."""
    for email in _SIGNING:
        actor = scene.actor(email)
        digest = digest_of(agreement_text(actor).body)
        sign_agreement(actor=actor, digest=digest, factor="totp")
    actor = scene.actor(_OFFICER)
    found = {each.user.email: each for each in people(actor)}
    for email, (position, days) in _POSITIONS.items():
        change_person(
            actor=actor,
            person_id=found[email].id,
            position=position,
            started_on=scene.today - timedelta(days=days),
            supervisor_id=found[_OFFICER].user_id if email != _OFFICER else None,
        )
    for kind, email in ((Official.Kind.SECURITY, _OFFICER), (Official.Kind.PRIVACY, _SIGNING[1])):
        designate(
            actor=actor,
            kind=kind,
            user_id=found[email].user_id,
            email=f"{kind}@lakeside.example",
            phone="+1 508 555 0100",
            address="1 Shore Road, Plymouth, MA",
        )
    newcomer = found["daniel.osei@lakeside.example"]
    device = Line.objects.get(checklist__person=newcomer, key="device")
    give_line(
        actor=actor,
        line_id=device.id,
        owner_id=found[_SIGNING[1]].user_id,
        due_on=scene.today - timedelta(days=3),
    )
    add_record(
        actor=actor,
        person_id=newcomer.id,
        kind=Confidential.Kind.CHECK,
        what="Identity, licence and references were checked by the office. Nothing against it.",
        happened_on=scene.today - timedelta(days=30),
    )
