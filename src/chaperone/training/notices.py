"""What people are told about training: fixed sentences, without names."""

from chaperone.notices.kinds import Kind, declare

DUE = declare(
    Kind(
        name="training.due",
        subject="Training is waiting for you",
        sentence="You have training to take. Members' data stays closed to who is late.",
        link=lambda _about: "/training/",
    )
)
NOTE = declare(
    Kind(
        name="training.note",
        subject="A short security note",
        sentence="There is a new security note for you. It takes a minute to read.",
        link=lambda _about: "/training/",
    )
)
