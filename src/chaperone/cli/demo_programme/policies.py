"""Policies of the demo: the starter set, written by one, approved by another, and acknowledged by
everybody but for one that takes effect later.
"""

from datetime import date, timedelta

from chaperone.access.queries import staff_of
from chaperone.accounts.models import User
from chaperone.cli.demo_programme import Scene
from chaperone.policies.actions.acknowledging import acknowledge
from chaperone.policies.actions.deciding import approve
from chaperone.policies.actions.drafts import adopt, submit
from chaperone.policies.actions.publishing import publish
from chaperone.policies.models import Version
from chaperone.policies.queries.reading import must_acknowledge
from chaperone.policies.starters import Starter, all_starters

_AUTHOR, _APPROVER = "grace.lin@lakeside.example", "samuel.brandt@lakeside.example"
_IN_REVIEW = "language-models"
_COMING = "texting-members"
_COMES_IN = timedelta(days=30)


def seed(scene: Scene) -> None:
    """Adopts, approves and publishes the starter set; one is in review, one takes effect later."""
    starters = all_starters()
    author = scene.actor(_AUTHOR)
    drafts = [(each, adopt(actor=author, starter=each)) for each in starters]
    for _, version in drafts:
        submit(actor=author, version_id=version.id)
    officer = scene.actor(_APPROVER)
    for starter, version in drafts:
        if starter.slug != _IN_REVIEW:
            approve(actor=officer, version_id=version.id, sha256=version.sha256, factor="totp")
            publish(actor=officer, version_id=version.id, effective_on=_day(scene.today, starter))
    for email in User.objects.filter(id__in=staff_of(officer)).values_list("email", flat=True):
        _acknowledge_all(scene, email)


def _day(today: date, starter: Starter) -> date:
    return today + _COMES_IN if starter.slug == _COMING else today


def _acknowledge_all(scene: Scene, email: str) -> None:
    person = scene.actor(email)
    asked = must_acknowledge(person, person.user_id, scene.today)
    texts = dict(
        Version.objects.filter(id__in=[each.version_id for each in asked]).values_list(
            "id", "sha256"
        )
    )
    for each in asked:
        if each.effective_on <= scene.today:
            acknowledge(actor=person, version_id=each.version_id, sha256=texts[each.version_id])
