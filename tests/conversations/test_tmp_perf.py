import time
from collections import defaultdict
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, inside, _STORY
from tests.conversations.scene import Scene
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.conversations import tasks
from django.db import connections

Q = [
    "What is A1C?",
    "How much should I exercise?",
    "What foods have carbs?",
    "What is metformin?",
    "What is a good blood pressure?",
]
N = 200
import re

tot = defaultdict(lambda: [0, 0.0])


def wrap(execute, sql, params, many, context):
    t = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        k = re.sub(r"\s+", " ", re.sub(r"--.*", "", sql)).strip()[:110]
        tot[k][0] += 1
        tot[k][1] += time.perf_counter() - t


def show(name):
    print("###", name)
    for k, (n, s) in sorted(tot.items(), key=lambda x: -x[1][1])[:14]:
        print(f"### {s / N * 1000:6.2f} ms/text  n={n} {s / n * 1000:.2f} ms each  {k}")
    tot.clear()


def test_perf(scene: Scene):
    phones = [m["phone"] for m in _STORY["organizations"][0]["members"]]

    def receive():
        for i in range(N):
            send_from_handset(
                sender=phones[i % len(phones)],
                recipient=LAKESIDE_NUMBER,
                body=Q[i % 5] + f" {'abcdefgh'[i % 8]}",
            )

    from django.db import connection

    with connection.execute_wrapper(wrap):
        receive()
        show("receive")
    with scene.as_login("worker"):
        with connection.execute_wrapper(wrap):
            tasks.answer(organization_id=str(LAKESIDE))
            show("answer")
            tasks.send(organization_id=str(LAKESIDE))
            show("send")
