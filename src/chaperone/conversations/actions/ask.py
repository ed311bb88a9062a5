"""Asks a model about the texts that wait for it: claim, commit, network, commit (invariant 5).

A question is claimed and its access record committed (``question.claim``); right before each call
the gate is asked and the disclosure recorded in a transaction of its own; the network is waited for
in other threads, which touch no database; what came of it is committed under the lock.
"""

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chaperone.access.actors import assistant
from chaperone.access.context import acting_for
from chaperone.assistant.providers.actions import disclose, note_failure, note_reply
from chaperone.assistant.providers.breaker import breaker
from chaperone.assistant.providers.calling import LONGEST_WAIT, Completion, ask
from chaperone.assistant.providers.errors import InTransaction, NoReply
from chaperone.assistant.providers.prompt import read
from chaperone.assistant.replies import language_of
from chaperone.assistant.replying import Reply, from_model
from chaperone.conversations.actions.handling import handled
from chaperone.conversations.actions.question import Question, claim
from chaperone.conversations.actions.respond import give, hand_over
from chaperone.conversations.actions.take_reply import answer_without, free, why_not_given
from chaperone.conversations.after_hours import tell_hours
from chaperone.conversations.models import Turn
from chaperone.conversations.queries.questions import left_questions, lock_asked, lock_left
from chaperone.conversations.queries.waiting import Held
from chaperone.ledger.actors import Actor
from chaperone.vendors.errors import NoAgreement

AT_ONCE = 8
QUEUE_LASTS = timedelta(seconds=60)
"""Who waits longer for a model, because too many do or nobody asks, is answered by the library."""
ASK_LASTS = timedelta(minutes=3)
"""Longer than two calls at their slowest: whoever asked has ended."""
_PAUSE = 0.2
_GATE = "no_agreement"


@dataclass(frozen=True, slots=True)
class _Try:
    """A question on its way. ``entry``: the record of the call that runs; None while it rests
    before the second.
    """

    question: Question
    entry: UUID | None
    number: int


_Flying = dict[Future[Any], _Try]


def ask_all(*, organization_id: UUID) -> int:
    """Asks about every text that waits in the organization, some at once; returns about how many.

    Raises ``InTransaction``.
    """
    if connection.in_atomic_block:
        raise InTransaction
    asked = 0
    flying: _Flying = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="model") as pool:
        while True:
            while len(flying) < AT_ONCE and (question := claim(organization_id=organization_id)):
                asked += 1
                _call(pool, flying, _Try(question, None, 1))
            if not flying:
                return asked
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                _go_on(pool, flying, flying.pop(future), future)


def give_back(*, organization_id: UUID) -> int:
    """Gives back texts that wait in vain: nobody asks, or who asked has ended. Returns how many.

    The library answers them: no second question is asked about a text.
    """
    actor = assistant(organization_id)
    now = timezone.now()
    with acting_for(actor):
        left = left_questions(
            organization_id=organization_id, waiting=now - QUEUE_LASTS, asking=now - ASK_LASTS
        )
        return sum(_return(actor, turn) for turn in left)


def _return(actor: Actor, turn: Turn) -> bool:
    held = lock_left(turn)
    same = Turn.objects.filter(id=turn.id, state=Turn.State.ASKING, asked_at=turn.asked_at)
    changed = same.update(state=Turn.State.WAITING, asked_at=timezone.now()) if held else 0
    if held is None or not changed:
        return False
    if turn.asked_at is not None:
        note_failure(actor=actor, member_id=turn.member_id, asked=None, code="left")
    free(held, organization_id=actor.organization_id)
    return True


def _call(pool: ThreadPoolExecutor, flying: _Flying, attempt: _Try) -> None:
    """Asks the gate and records the disclosure, and only then lets the bytes go."""
    question = attempt.question
    try:
        entry = disclose(
            actor=assistant(question.organization_id),
            endpoint=question.endpoint,
            subject=question.subject,
        )
    except NoAgreement:
        _settle(question, None, None, _GATE)
        return
    started = pool.submit(ask, question.endpoint, question.sent)
    flying[started] = replace(attempt, entry=entry)


def _go_on(
    pool: ThreadPoolExecutor,
    flying: _Flying,
    attempt: _Try,
    future: Future[Any],
) -> None:
    question = attempt.question
    try:
        completion = future.result()
    except NoReply as problem:
        breaker.note(question.endpoint.name, failed=problem.faulty)
        _note(attempt, problem.code)
        pause = max(problem.wait, _PAUSE)
        if problem.again and attempt.number == 1 and pause <= LONGEST_WAIT:
            flying[pool.submit(time.sleep, pause)] = _Try(question, None, 2)
        else:
            _settle(question, attempt.entry, None, problem.code)
        return
    if completion is None:
        _call(pool, flying, attempt)
        return
    breaker.note(question.endpoint.name, failed=False)
    _settle(question, attempt.entry, completion, "")


def _note(attempt: _Try, code: str) -> None:
    actor = assistant(attempt.question.organization_id)
    member_id = attempt.question.subject.member_id
    with acting_for(actor):
        note_failure(actor=actor, member_id=member_id, asked=attempt.entry, code=code)


def _settle(
    question: Question, entry: UUID | None, completion: Completion | None, code: str
) -> None:
    """Commits what came of it. Nothing of the reply stays where it is not the one waited for."""
    actor = assistant(question.organization_id)
    subject = question.subject
    with acting_for(actor):
        held, turn = lock_asked(
            turn_id=subject.message_id, member_id=subject.member_id, asked_at=question.asked_at
        )
        came_of_it = "discarded"
        if turn is not None:
            with handled(actor, held, turn):
                came_of_it = _finish(held, turn, question, completion, code)
                if turn.state == Turn.State.HANDED_OVER:
                    tell_hours(held, turn, language_of(question.text))
            free(held, organization_id=question.organization_id)
        if completion is not None and entry is not None:
            note_reply(
                actor=actor,
                member_id=subject.member_id,
                asked=entry,
                completion=completion,
                came_of_it=came_of_it,
            )


def _finish(
    held: Held, turn: Turn, question: Question, completion: Completion | None, code: str
) -> str:
    """Says to the member what there is to say; returns what came of the model's reply."""
    if why := why_not_given(held):
        hand_over(held.conversation, turn, why)
        return "discarded"
    reply = None
    if completion is not None:
        try:
            reply = _worded(question, completion)
        except NoReply as problem:
            code = problem.code
    if reply is None:
        answer_without(held, turn, question.text)
        return code
    give(held.conversation, turn, reply)
    return reply.because or "given"


def _worded(question: Question, completion: Completion) -> Reply:
    """The model's reply with names put back, after the guard. Raises ``Unusable``, ``Uncited``."""
    worded = read(completion.content, given=[each.id for each in question.entries])
    return from_model(
        worded,
        reply=question.tokens.restore(worded.reply),
        question=question.text,
        entries=question.entries,
        said=question.said,
        rules=question.sent[0]["content"],
    )
