"""Policies and their documentation (45 CFR 164.316), and what other turns do to policies."""

from chaperone.access.queries import staff_of
from chaperone.accounts.models import User
from chaperone.accounts.settings import IDLE_MINUTES
from chaperone.evidence.collecting import Status
from chaperone.organizations.actions import change_setting
from chaperone.organizations.days import today_of
from chaperone.policies.actions.acknowledging import acknowledge
from chaperone.policies.actions.deciding import approve
from chaperone.policies.actions.drafts import Content, add_policy, begin_draft, submit
from chaperone.policies.actions.publishing import publish, retire
from chaperone.policies.models import Policy, Version
from chaperone.policies.queries.reading import must_acknowledge
from tests.cast import Person, grace, samuel
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns

PLAN_DOCUMENT = ["164.314(b)(2)(i)", "164.314(b)(2)(ii)", "164.314(b)(2)(iii)", "164.314(b)(2)(iv)"]


def retired(name: str) -> None:
    """A policy is in force no more."""
    with samuel.acting() as officer:
        policy = Policy.objects.get(organization_id=officer.organization_id, name=name)
        retire(actor=officer, policy_id=policy.id, reason="Nobody kept to it.")


def republished(name: str) -> None:
    """A next version of a policy is in force from today on; nobody has acknowledged it yet."""
    with grace.acting() as author:
        policy = Policy.objects.get(organization_id=author.organization_id, name=name)
        before = policy.versions.order_by("-number")[0]
        content = Content(
            title=before.title,
            text=f"{before.text}\nOne line more.\n",
            mandatory=before.mandatory,
            public=before.public,
            citations=before.citations,
            review_months=before.review_months,
            change="As it is done now.",
        )
        version = begin_draft(actor=author, policy_id=policy.id, content=content)
    _put_in_force(version)


def published(title: str, citations: list[str]) -> Policy:
    """A policy of the organization's own, in force from today on."""
    content = Content(title, "It is so.\n", False, False, citations, 12, "New.")
    with grace.acting() as author:
        version = add_policy(actor=author, kind="policy", content=content)
    _put_in_force(version)
    return version.policy


def everybody_acknowledges() -> None:
    with samuel.acting() as officer:
        emails = list(User.objects.filter(id__in=staff_of(officer)).values_list("email", flat=True))
    for email in emails:
        with Person(email).acting() as person:
            asked = must_acknowledge(person, person.user_id)
            texts = Version.objects.in_bulk([each.version_id for each in asked])
            for each in asked:
                if each.effective_on <= today_of(person) and each.state == "lacking":
                    version = texts[each.version_id]
                    acknowledge(actor=person, version_id=version.id, sha256=version.sha256)


@turns("164.310(b)", "164.316(b)(1)", "164.316(b)(2)(ii)", to=Status.ATTENTION)
def nobody_has_read_the_new_version(_: Scene) -> Mend:
    republished("workstations")
    return everybody_acknowledges


@turns("164.312(a)(2)(iii)", "164.316(a)", "164.316(b)(2)(iii)", to=Status.ATTENTION)
def people_stay_signed_in_for_longer(_: Scene) -> Mend:
    _idle(30)
    return lambda: _idle(15)


@turns("164.316(b)(2)(i)")
def nothing_says_any_more_how_long_it_is_kept(_: Scene) -> None:
    retired("disposal")
    retired("audit")


@turns("164.306(b)")
def nothing_says_any_more_how_risks_are_weighed(_: Scene) -> None:
    retired("risk-management")


@turns("164.314(b)(1)", *PLAN_DOCUMENT, stood=Status.NOT_EVALUATED, to=Status.MET)
def a_plan_document_is_published(_: Scene) -> Mend:
    policy = published("Plan document of our health plan", PLAN_DOCUMENT)
    return lambda: retired(policy.name)


@turns("164.306(e)", stood=None)
def no_policy_is_left(_: Scene) -> None:
    with samuel.acting() as officer:
        for policy in Policy.objects.filter(retired_on=None):
            retire(actor=officer, policy_id=policy.id, reason="We begin anew.")


def _idle(minutes: int) -> None:
    with samuel.acting() as officer:
        change_setting(actor=officer, setting=IDLE_MINUTES, value=minutes, reason="Long calls.")


def _put_in_force(version: Version) -> None:
    with grace.acting() as author:
        submit(actor=author, version_id=version.id)
    with samuel.acting() as officer:
        approve(actor=officer, version_id=version.id, sha256=version.sha256, factor="totp")
    with grace.acting() as author:
        publish(actor=author, version_id=version.id, effective_on=today_of(author))
