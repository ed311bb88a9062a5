-- What was said stays said: only its seal is renewed, by the vault's own function, when a key was replaced (docs/decisions/
-- 0012). No login has UPDATE on the table; that function runs as its owner, and everything that is not sealed must stay.
create or replace function conversations_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if current_user = 'chaperone_owner' and current_setting('chaperone.resealing', true) = 'on'
            and (new.id, new.organization_id, new.member_id, new.direction, new.author, new.author_id)
                is not distinct from
                (old.id, old.organization_id, old.member_id, old.direction, old.author, old.author_id)
        then
            return new;
        end if;
    end if;
    raise exception 'a message is never changed: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
