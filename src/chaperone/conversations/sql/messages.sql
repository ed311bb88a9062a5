-- Messages, partitioned by month over the id (a UUID version 7 begins with its time), so that the primary key stays
-- the id alone and a thread of a busy year reads only the months it needs.

create table conversations_message (
    id uuid primary key,
    organization_id uuid not null,
    member_id uuid not null references members_member (id) deferrable initially deferred,
    direction varchar(8) not null check (direction in ('inbound', 'outbound')),
    author varchar(16) not null check (author in ('member', 'assistant', 'coach', 'system')),
    author_id uuid,
    body bytea not null,
    sources bytea
) partition by range (id);

-- Sealed bytes do not compress: trying costs time on every insert.
alter table conversations_message alter column body set storage external;
alter table conversations_message alter column sources set storage external;
create index conversations_thread on conversations_message (organization_id, member_id, id desc);

-- What was said stays said, whoever asks (the owner included). What must go, goes with the member's key.
create function conversations_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a message is never changed: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
create trigger conversations_message_unchanged before update or delete on conversations_message
    for each row execute function conversations_refuse_change();
create trigger conversations_message_kept before truncate on conversations_message
    for each statement execute function conversations_refuse_change();
