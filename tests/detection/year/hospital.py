"""A year of a hospital in the ledger's tables: people in teams, with shifts, cover and busy days.

Everything follows from numbers (``md5`` of who, which day, the how many-eth), so that the same sizes
give the same year. People and accesses are written by statements that the database carries out,
past its triggers, as nobody could by the product. What rules open (sign-ins, and all that is
injected) is sealed by the ledger's own ``seal``. The accesses themselves, of which detection reads
the columns for search and opens none, carry as many bytes of filler in place of their sealed ones;
and of the rows by which a search finds an element they have none, since detection never asks.

What people do ordinarily: five days a week, eight hours, they open threads that are theirs (85 of
100) or of a member of their team who wrote the day before (cover for a colleague), once a day a
list, and one look of ``STRAY`` that nothing explains. Surnames are one of a thousand by chance.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any
from uuid import UUID

import psycopg
from django.db import transaction
from psycopg.conninfo import make_conninfo

from chaperone.access.events import ACCESS_RECORDED
from chaperone.accounts.events import SIGN_IN_SUCCEEDED
from chaperone.database.partitions import monthly
from chaperone.ledger.entries import Entry, seal
from chaperone.ledger.opened import Opened
from chaperone.ledger.origins import as_noted
from chaperone.vault.keyring import keyring
from chaperone.workforce.kinship import SURNAME
from tests.ledger.trying import acting_for

SURNAMES = 1_000
STRAY = 50_000
BROWSER = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
_SHIFTS = (6, 9, 13)
_TABLES = {
    "ledger_entry": "id",
    "ledger_subject": "entry_id",
    "ledger_element": "entry_id",
    "ledger_search": "entry_id",
    "conversations_message": "id",
}


@dataclass(frozen=True)
class Size:
    """How large the hospital is. ``accesses``: about so many entries in which data was opened."""

    staff: int
    members: int
    accesses: int
    days: int
    teams: int

    @property
    def per_day(self) -> int:
        """Threads that one person opens on an ordinary working day: busy days are busier."""
        return max(1, round(self.accesses / (self.staff * self.days * 5 / 7 * 1.09)) - 1)

    @property
    def staff_days(self) -> int:
        """Days that people worked, added up."""
        return sum(works(number, day) for number in range(self.staff) for day in range(self.days))


def named(text: str) -> UUID:
    """As the database makes ids out of names."""
    return UUID(bytes=md5(text.encode(), usedforsecurity=False).digest())


ORGANIZATION = named("a hospital")


def person(number: int) -> UUID:
    return named(f"staff {number}")


def patient(number: int) -> UUID:
    return named(f"member {number}")


def works(number: int, day: int) -> bool:
    """Five days of seven, not the same for all."""
    return (day + number * 3) % 7 < 5


def shift(number: int) -> int:
    """The hour at which somebody's eight hours begin."""
    return _SHIFTS[number % len(_SHIFTS)]


def first_moment(size: Size) -> datetime:
    """The beginning of the first day; the last one was yesterday."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=size.days)


def id_at(at: datetime, salt: str) -> UUID:
    """An id of version 7 of this moment, always the same for the same salt."""
    digest = md5(salt.encode(), usedforsecurity=False).hexdigest()
    return UUID(f"{int(at.timestamp() * 1000):012x}7{digest[:3]}8{digest[4:19]}")


_PEOPLE = (
    """insert into organizations_organization (id, name, slug, time_zone, is_platform, created_at)
    values (%(organization)s, 'A hospital', 'a-hospital', 'UTC', false, %(begins)s)""",
    """insert into members_careteam (id, organization_id, name)
    select md5('team ' || t)::uuid, %(organization)s, 'Team ' || t from generate_series(0, %(teams)s - 1) as t""",
    """insert into accounts_user (id, email, name, password, is_active, created_at)
    select md5('staff ' || n)::uuid, 'staff' || n || '@hospital.example',
        'Pat Name' || n * 7 %% %(surnames)s, '!', true, %(begins)s
    from generate_series(0, %(staff)s - 1) as n""",
    """insert into access_grant (id, organization_id, user_id, role, element, scope, care_team_id, starts_at, reason, end_reason)
    select md5('grant ' || n)::uuid, %(organization)s, md5('staff ' || n)::uuid, 'coach', '', 'care_team',
        md5('team ' || n %% %(teams)s)::uuid, %(begins)s - interval '60 days', 'The plan.', ''
    from generate_series(0, %(staff)s - 1) as n""",
    """insert into workforce_person (id, organization_id, user_id, position, started_on)
    select md5('person ' || n)::uuid, %(organization)s, md5('staff ' || n)::uuid, 'Coach', %(begins)s
    from generate_series(0, %(staff)s - 1) as n""",
    """insert into workforce_home (id, organization_id, person_id, household_index, area_index, phone_index)
    select md5('home ' || n)::uuid, %(organization)s, md5('person ' || n)::uuid, decode(md5('staff home ' || n), 'hex'),
        decode(md5('area ' || n %% 40), 'hex'), decode(md5('staff phone ' || n), 'hex')
    from generate_series(0, %(staff)s - 1) as n""",
    """insert into members_member (id, organization_id, care_team_id, name, phone, phone_index, surname_index,
        household_index, area_index, vip, status, created_at)
    select md5('member ' || n)::uuid, %(organization)s, md5('team ' || n %% %(teams)s)::uuid, '\\x00', '\\x00',
        decode(md5('phone ' || n), 'hex'), surname.mark, decode(md5('home ' || n), 'hex'),
        decode(md5('area ' || n * 13 %% 40), 'hex'), false, 'active', %(begins)s
    from generate_series(0, %(members)s - 1) as n
    join year_surname as surname on surname.number = ('x' || substr(md5('surname ' || n), 1, 7))::bit(28)::integer %% %(surnames)s""",
    """insert into conversations_conversation (member_id, organization_id, answerer, assigned_id, urgency, unread, last_author)
    select md5('member ' || n)::uuid, %(organization)s, 'assistant',
        md5('staff ' || (n %% %(teams)s + %(teams)s * (n / %(teams)s %% %(seats)s)))::uuid, '', 0, ''
    from generate_series(0, %(members)s - 1) as n""",
    # Each writes every 24 days, at noon; a day before the first, too.
    """insert into conversations_message (id, organization_id, member_id, direction, author, body)
    select (lpad(to_hex((extract(epoch from %(begins)s + (d + 0.5) * interval '1 day') * 1000)::bigint), 12, '0')
            || '7' || substr(h, 1, 3) || '8' || substr(h, 5, 15))::uuid,
        %(organization)s, md5('member ' || n)::uuid, 'inbound', 'member', '\\x00'
    from generate_series(0, %(members)s - 1) as n
    cross join lateral generate_series(-1 + (24 - (n / %(teams)s - 1) %% 24) %% 24, %(days)s - 1, 24) as d
    cross join lateral (select md5('message ' || n || ' ' || d) as h) as drawn""",
)
_PLAN = """
    create unlogged table year_plan as
    select md5('staff ' || n)::uuid as actor, md5('member ' || case
            when stray = 0 then ((team + 1) %% %(teams)s) + %(teams)s * (third %% %(places)s)
            when second %% 100 < 85 then team + %(teams)s * (seat + %(seats)s * (third %% (%(places)s / %(seats)s)))
            else team + %(teams)s * (wrote + 24 * (third %% ((%(places)s - wrote - 1) / 24 + 1))) end)::uuid as member,
        (lpad(to_hex((extract(epoch from %(begins)s + d * interval '1 day') * 1000)::bigint
                + ((array[6, 9, 13])[n %% 3 + 1] * 3600 + first %% 28800)::bigint * 1000 + second %% 1000), 12, '0')
            || '7' || substr(h, 1, 3) || '8' || substr(h, 5, 15))::uuid as id
    from generate_series(0, %(days)s - 1) as d
    cross join generate_series(0, %(staff)s - 1) as n
    cross join lateral (
        select n %% %(teams)s as team, n / %(teams)s as seat, (24 - (d + 23) %% 24) %% 24 as wrote,
            case when d %% 30 = 10 then 1.6 when d %% 7 = 0 then 1.3 else 1 end as busy
    ) as day
    cross join lateral generate_series(1, floor(%(per_day)s * busy)::integer) as k
    cross join lateral (select md5(n || ' ' || d || ' ' || k) as h) as drawn
    cross join lateral (
        select ('x' || substr(h, 1, 7))::bit(28)::integer as first, ('x' || substr(h, 8, 7))::bit(28)::integer as second,
            ('x' || substr(h, 15, 7))::bit(28)::integer as third,
            ('x' || substr(h, 22, 7))::bit(28)::integer %% %(stray)s as stray
    ) as number
    where (d + n * 3) %% 7 < 5
"""
_LISTS = """
    create unlogged table year_list as
    select md5('staff ' || n)::uuid as actor, n %% %(teams)s as team, n / %(teams)s as seat,
        (lpad(to_hex((extract(epoch from %(begins)s + d * interval '1 day') * 1000)::bigint
                + (array[6, 9, 13])[n %% 3 + 1] * 3600000::bigint + 60000), 12, '0')
            || '7' || substr(h, 1, 3) || '8' || substr(h, 5, 15))::uuid as id
    from generate_series(0, %(days)s - 1) as d
    cross join generate_series(0, %(staff)s - 1) as n
    cross join lateral (select md5('list ' || n || ' ' || d) as h) as drawn
    where (d + n * 3) %% 7 < 5
"""
_THREAD = "array['conversations_message.body', 'members_member.name']"
_NAME = "array['members_member.name']"
_SESSION = "md5('session ' || actor || uuid_extract_timestamp(id)::date)::uuid"
_ACCESSES = (
    """insert into ledger_entry (id, organization_id, event, actor_kind, actor_id, recorded_at, sealed)
    select id, %(organization)s, %(event)s, 'staff', actor, uuid_extract_timestamp(id),
        decode(repeat('5e', 400), 'hex')
    from (select id, actor from year_plan union all select id, actor from year_list) as accesses""",
    f"""insert into ledger_subject (entry_id, organization_id, member_id, actor, event, elements, session, address)
    select id, %(organization)s, member, actor, %(event)s, {_THREAD}, {_SESSION}, address
    from year_plan join year_origin using (actor)
    union all
    select id, %(organization)s, md5('member ' || team + %(teams)s * (seat + %(seats)s * j))::uuid, actor, %(event)s, {_NAME},
        {_SESSION}, address
    from year_list join year_origin using (actor)
    cross join generate_series(0, least(8, %(places)s / %(seats)s) - 1) as j""",
)
_PLACED = (
    """insert into ledger_search select * from ledger_search_rows(
        '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    where organization_id = %(organization)s""",
    """insert into ledger_leaf (leaf_index, entry_id, leaf_hash)
    select row_number() over (order by id) + 1000000, id, sha256(uuid_send(id))
    from ledger_entry where organization_id = %(organization)s""",
    "delete from ledger_pending",
    "drop table year_plan, year_list, year_surname, year_origin",
)
# Filled without these, which are made once over all: a third of the time.
_INDEXES = {
    "ledger_search_actor": "ledger_search (organization_id, element, actor, entry_id)",
    "ledger_search_event": "ledger_search (organization_id, element, event, entry_id)",
    "ledger_search_actor_event": "ledger_search (organization_id, element, actor, event, entry_id)",
    "ledger_subject_actor": "ledger_subject (organization_id, actor, entry_id)",
}
_KEYS = {
    "ledger_search": "(organization_id, element, entry_id)",
    "ledger_subject": "(organization_id, member_id, entry_id) include (actor, event, elements)",
}


def build(database: str, size: Size, injected: Iterable[Entry], changes: Iterable[str]) -> None:
    """Writes the year. ``injected``: entries beside the ordinary ones; ``changes``: statements that
    make people relatives, neighbours and so on.
    """
    begins = first_moment(size)
    values: dict[str, Any] = {
        "organization": ORGANIZATION,
        "begins": begins,
        "staff": size.staff,
        "members": size.members,
        "days": size.days,
        "teams": size.teams,
        "seats": size.staff // size.teams,
        "places": size.members // size.teams,
        "per_day": size.per_day,
        "surnames": SURNAMES,
        "stray": STRAY,
        "event": ACCESS_RECORDED.name,
    }
    with acting_for(ORGANIZATION), transaction.atomic():
        keyring.create_organization(ORGANIZATION)
        key = keyring.ledger_key(ORGANIZATION)
        # As a name is compared when it is looked at: by its token, under the newest key.
        addresses = [
            (person(number), bytes(each))
            for number in range(size.staff)
            for each in as_noted(ORGANIZATION, address_of(number))
        ]
        marks = [
            keyring.blind_indexes(ORGANIZATION, element=SURNAME, token=f"name{number}")[0]
            for number in range(SURNAMES)
        ]
    with administrator(database) as admin:
        for table, column in _TABLES.items():
            admin.execute(monthly(table, column, (begins - timedelta(days=40)).date(), 15))
        admin.execute("set session_replication_role = replica")
        admin.execute("set synchronous_commit = off")
        admin.execute("set maintenance_work_mem = '256MB'")
        for name in _INDEXES:
            admin.execute(f"drop index {name}")
        for table in _KEYS:
            admin.execute(f"alter table {table} drop constraint {table}_pkey")
        admin.execute("create unlogged table year_surname (number integer, mark bytea)")
        with admin.cursor() as cursor, cursor.copy("copy year_surname from stdin") as copy:
            for number, mark in enumerate(marks):
                copy.write_row((number, bytes(mark)))
        admin.execute("create unlogged table year_origin (actor uuid, address bytea)")
        with admin.cursor() as cursor, cursor.copy("copy year_origin from stdin") as copy:
            for row in addresses:
                copy.write_row(row)
        for statement in (*_PEOPLE, _PLAN, _LISTS, *_ACCESSES, *changes):
            admin.execute(statement, values)
        write(admin, [*sign_ins(size, begins), *injected], key)
        for statement in _PLACED:
            admin.execute(statement, values)
        for table, columns in _KEYS.items():
            admin.execute(f"alter table {table} add primary key {columns}")
        for name, columns in _INDEXES.items():
            admin.execute(f"create index {name} on {columns}")
        for table in (*_TABLES, "ledger_leaf", "members_member", "conversations_conversation"):
            admin.execute(f"vacuum analyze {table}")


def address_of(number: int) -> str:
    """From where somebody signs in."""
    return f"198.51.100.{number % 250 + 1}"


def sign_ins(size: Size, begins: datetime) -> Iterable[Entry]:
    """One a working day, from one network with one browser."""
    for number in range(size.staff):
        for day in range(size.days):
            if works(number, day):
                at = begins + timedelta(days=day, hours=shift(number), seconds=number % 50)
                yield entry(
                    SIGN_IN_SUCCEEDED.name,
                    at,
                    actor=person(number),
                    address=address_of(number),
                    details={"user_agent": BROWSER},
                )


def entry(
    event: str,
    at: datetime,
    *,
    actor: UUID | None,
    kind: str = "staff",
    members: Iterable[UUID] = (),
    address: str = "",
    details: dict[str, Any] | None = None,
    opened: tuple[Opened, ...] = (),
) -> Entry:
    """An entry as the ledger makes one, at a moment that is over."""
    whom = sorted(members)
    return Entry(
        id=id_at(at, f"{event} {actor} {whom} {at.isoformat()}"),
        event=event,
        actor_kind=kind,
        actor_id=actor,
        organization_id=ORGANIZATION,
        members=whom,
        recorded_at=at,
        details=details or {},
        outcome="success",
        address=address,
        opened=opened,
    )


def write(admin: psycopg.Connection, entries: Iterable[Entry], key: Any) -> None:
    """Seals entries as the product does, and copies them into the tables; with the columns that
    they are searched by.
    """
    made = list(entries)
    with admin.cursor() as cursor:
        with cursor.copy(
            "copy ledger_entry (id, organization_id, event, actor_kind, actor_id, recorded_at, sealed) from stdin"
        ) as copy:
            for each in made:
                copy.write_row(
                    (
                        each.id,
                        each.organization_id,
                        each.event,
                        each.actor_kind,
                        each.actor_id,
                        each.recorded_at,
                        seal(each, key),
                    )
                )
        for each in made:
            for member in each.members:
                cursor.execute(
                    "insert into ledger_subject (entry_id, organization_id, member_id, actor, event, elements)"
                    " values (%s, %s, %s, ledger_actor(%s, %s), %s, %s)",
                    [
                        each.id,
                        each.organization_id,
                        member,
                        each.actor_id,
                        each.actor_kind,
                        each.event,
                        each.elements,
                    ],
                )
            for element in each.elements:
                cursor.execute(
                    "insert into ledger_element (entry_id, organization_id, element) values (%s, %s, %s)",
                    [each.id, each.organization_id, element],
                )


def administrator(database: str) -> psycopg.Connection:
    """Past triggers and row security: no login of the product could write a year that is over."""
    dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=database)
    return psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.ClientCursor)
