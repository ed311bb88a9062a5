"""What members write every day is routine: a false alarm calls people out, and wears them out."""

import pytest

from chaperone.assistant.triage import triage

EVERYDAY = """
please stop texting me
i want to quit smoking
i want to stop drinking soda
i cant stop eating chips
yes i took it
i want to end the program
i want to sleep better
quiero dejar de fumar
quiero recibir los mensajes otra vez
the new recipe was great
i want a smaller plate
can we talk on thursday instead
my knee is sore from gardening
i want to thank maria
whats the deal with keto
i give up on kale
i cant find my glucometer
no puedo ir el martes
quiero hablar con maria
i dont feel like cooking
work is killing me lol
i could murder a burger
i want to die laughing at that video
""".strip().splitlines()


@pytest.mark.parametrize("text", EVERYDAY)
def test_it_is_routine(text: str) -> None:
    assert triage(text).level == "routine"
