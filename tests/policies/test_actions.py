"""Drafted, reviewed, approved by somebody else, published, acknowledged, retired: each on record."""

from hashlib import sha256
from typing import Any

import pytest

from chaperone.access.actors import operator
from chaperone.ledger.queries import search
from chaperone.policies.actions.acknowledging import acknowledge
from chaperone.policies.actions.deciding import approve, send_back
from chaperone.policies.actions.drafts import adopt, discard, save_draft, submit
from chaperone.policies.actions.publishing import confirm_review, publish, retire
from chaperone.policies.errors import (
    AlreadyRetired,
    ChangedMeanwhile,
    NameTaken,
    NoSuchVersion,
    NotADraft,
    NotApproved,
    NothingInForce,
    NotInReview,
    NotToAcknowledge,
    OpenVersion,
    OwnVersion,
    TooEarly,
    TooFarAhead,
    WrongClaim,
)
from chaperone.policies.models import Acknowledgement, Version
from chaperone.policies.queries import must_acknowledge, policies_in_force
from chaperone.policies.signing import signed_text
from chaperone.policies.starters import find_starter
from chaperone.registers.errors import NoFreshFactor
from chaperone.registers.queries.signatures import signatures_of
from tests.cast import LAKESIDE, grace, inside, maria, samuel, tom
from tests.policies.scene import (
    DAY,
    acknowledged,
    approved,
    content,
    draft,
    fresh,
    in_review,
    next_draft,
    published,
    today,
)

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def events(limit: int = 20) -> list[str]:
    with inside(LAKESIDE):
        rows = search(operator(LAKESIDE), limit=limit).rows
    return [row.event for row in rows if row.event.startswith("policies.")]


def test_every_step_is_recorded() -> None:
    version = published()
    acknowledged(version, maria)
    with samuel.acting() as actor:
        confirm_review(actor=actor, policy_id=version.policy_id, note="Still so.")
        retire(actor=actor, policy_id=version.policy_id, reason="Merged into another.")
    assert events()[:8] == [
        "policies.policy.retired",
        "policies.policy.reviewed",
        "policies.version.acknowledged",
        "policies.version.published",
        "policies.version.approved",
        "policies.draft.submitted",
        "policies.draft.saved",
        "policies.policy.added",
    ]


def test_the_approver_signs_the_hash_of_exactly_this_text_and_all_that_goes_with_it() -> None:
    version = approved()
    with samuel.acting() as actor:
        (signature,) = signatures_of(actor, version.id)
        text = signed_text(version.policy, version)
    assert (signature.name, signature.factor) == ("Samuel Brandt", "totp")
    assert signature.sha256 == version.sha256 == sha256(text.encode()).hexdigest()
    for said in ("Title: Locked screens", "acknowledge it: yes", "Public: no", "Screens are"):
        assert said in text
    other = draft(title="Locked screens twice", public=True)
    assert other.sha256 != version.sha256


def test_no_author_approves_whoever_wrote_last() -> None:
    version = draft(samuel)
    with grace.acting() as actor:
        saved = save_draft(
            actor=actor, version_id=version.id, sha256=version.sha256, content=content(text="B.")
        )
        submit(actor=actor, version_id=version.id)
    with samuel.acting() as actor, pytest.raises(OwnVersion):
        approve(actor=actor, version_id=version.id, sha256=saved.sha256, factor="totp")
    assert fresh(version).state == "review"


def test_what_is_approved_is_what_was_shown_and_needs_a_factor() -> None:
    version = in_review()
    with samuel.acting() as actor:
        with pytest.raises(ChangedMeanwhile):
            approve(actor=actor, version_id=version.id, sha256="0" * 64, factor="totp")
        with pytest.raises(NoFreshFactor):
            approve(actor=actor, version_id=version.id, sha256=version.sha256, factor="")
    assert fresh(version).state == "review"


def test_what_is_sent_back_can_be_changed_and_nothing_else_can() -> None:
    version = in_review()
    change: dict[str, Any] = {"sha256": version.sha256, "content": content(text="Other.")}
    with grace.acting() as actor, pytest.raises(NotADraft):
        save_draft(actor=actor, version_id=version.id, **change)
    with samuel.acting() as actor:
        send_back(
            actor=actor, version_id=version.id, sha256=version.sha256, reason="Say who locks it."
        )
    with grace.acting() as actor:
        save_draft(actor=actor, version_id=version.id, **change)
        with pytest.raises(ChangedMeanwhile):
            save_draft(actor=actor, version_id=version.id, **change)
        submit(actor=actor, version_id=version.id)
    found = fresh(version)
    assert (found.text, found.returned_because, found.state) == ("Other.\n", "", "review")


def test_steps_in_their_order_only() -> None:
    version = draft()
    with samuel.acting() as actor:
        with pytest.raises(NotApproved):
            publish(actor=actor, version_id=version.id, effective_on=today())
        with pytest.raises(NotInReview):
            approve(actor=actor, version_id=version.id, sha256=version.sha256, factor="totp")
        submit(actor=actor, version_id=version.id)
        with pytest.raises(NotADraft):
            submit(actor=actor, version_id=version.id)
        with pytest.raises(NothingInForce):
            confirm_review(actor=actor, policy_id=version.policy_id, note="x")
        discard(actor=actor, version_id=version.id)
        with pytest.raises(NotADraft):
            discard(actor=actor, version_id=version.id)


def test_one_draft_at_a_time_one_name_and_claims_that_can_be_read() -> None:
    version = draft()
    with pytest.raises(OpenVersion):
        next_draft(version)
    with pytest.raises(NameTaken):
        draft()
    with pytest.raises(WrongClaim):
        draft(title="Other", text="[enforced](x)")
    with grace.acting() as actor, pytest.raises(NameTaken):
        adopt(actor=actor, starter=find_starter("access"))


def test_days_on_which_a_version_can_take_effect() -> None:
    version = published(effective_on=today() + 10 * DAY)
    following = approved(next_draft(version))
    with samuel.acting() as actor:
        for day, problem in (
            (today() - DAY, TooEarly),
            (today() + 9 * DAY, TooEarly),
            (today() + 92 * DAY, TooFarAhead),
        ):
            with pytest.raises(problem):
                publish(actor=actor, version_id=following.id, effective_on=day)
        publish(actor=actor, version_id=following.id, effective_on=today() + 11 * DAY)
        titles = [
            [each.version_id for each in policies_in_force(actor, today() + n * DAY)]
            for n in (9, 10, 11)
        ]
    assert version.id not in titles[0]
    assert version.id in titles[1]
    assert following.id in titles[2]
    assert version.id not in titles[2]


def test_acknowledged_is_exactly_the_version_that_was_shown() -> None:
    version = published()
    with maria.acting() as actor:
        with pytest.raises(ChangedMeanwhile):
            acknowledge(actor=actor, version_id=version.id, sha256="0" * 64)
        first = acknowledge(actor=actor, version_id=version.id, sha256=version.sha256)
        again = acknowledge(actor=actor, version_id=version.id, sha256=version.sha256)
        assert first.id == again.id
        assert first.sha256 == version.sha256
    following = published(next_draft(version), effective_on=today() + DAY)
    with maria.acting() as actor:
        left = {each.version_id: each.state for each in must_acknowledge(actor, actor.user_id)}
        assert left[following.id] == "due"
        tomorrow = must_acknowledge(actor, actor.user_id, today() + DAY)
        states = {each.version_id: each.state for each in tomorrow}
        assert states[following.id] == "lacking"
        assert version.id not in states


def test_what_nobody_has_to_acknowledge_is_not() -> None:
    version = published(draft(mandatory=False))
    with maria.acting() as actor, pytest.raises(NotToAcknowledge):
        acknowledge(actor=actor, version_id=version.id, sha256=version.sha256)


def test_an_acknowledgement_is_renewed_when_it_is_about_to_run_out() -> None:
    version = published()
    acknowledged(version, maria)
    with inside(LAKESIDE):
        rows = Acknowledgement.objects.filter(version=version)
        before = rows.get()
    with maria.acting() as actor:
        soon = before.until - 20 * DAY
        states = {
            each.version_id: each.state for each in must_acknowledge(actor, actor.user_id, soon)
        }
        assert states[version.id] == "due"


def test_a_retired_policy_is_kept_and_takes_no_new_version() -> None:
    version = published()
    with samuel.acting() as actor:
        retire(actor=actor, policy_id=version.policy_id, reason="Not needed.")
        with pytest.raises(AlreadyRetired):
            retire(actor=actor, policy_id=version.policy_id, reason="Again.")
        assert version.id not in [each.version_id for each in policies_in_force(actor)]
    with pytest.raises(AlreadyRetired):
        next_draft(version)
    assert fresh(version).text


def test_nothing_of_another_organization_is_found() -> None:
    version = in_review()
    with tom.acting() as actor:
        with pytest.raises(NoSuchVersion):
            approve(actor=actor, version_id=version.id, sha256=version.sha256, factor="totp")
        assert Version.objects.count() == 0
        assert policies_in_force(actor) == []
