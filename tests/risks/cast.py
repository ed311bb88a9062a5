"""People of an organization whose registers are empty, since the demo fills Lakeside's.

At Harbor: an officer, an administrator who decides with them, an auditor and a coach. The stranger is
Lakeside's officer.
"""

from dataclasses import dataclass

from chaperone.access.actions.requests import Wish
from chaperone.access.actors import operator
from chaperone.accounts.actions import create_user
from chaperone.accounts.models import User
from tests.access.scene import approved, asked
from tests.cast import HARBOR, LAKESIDE, Person, inside, priya, samuel, tom

HERE, THERE = HARBOR, LAKESIDE
officer, coach, stranger = tom, priya, samuel


@dataclass(frozen=True)
class Newcomer(Person):
    """Somebody whom the demo does not have: comes when a test first needs them."""

    name: str
    role: str

    @property
    def user(self) -> User:
        return User.objects.filter(email=self.email).first() or self._employed()

    def _employed(self) -> User:
        with inside(HERE):
            user = create_user(actor=operator(HERE), email=self.email, name=self.name)
        wish = Wish(role=self.role, scope="organization")
        approved(asked(coach, wish, user_id=user.id), by=officer)
        return user


administrator = Newcomer("hana.sato@harbor.example", "Hana Sato", "administrator")
auditor = Newcomer("otto.blum@harbor.example", "Otto Blum", "auditor")
