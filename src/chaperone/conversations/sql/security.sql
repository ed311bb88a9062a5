-- Whoever sees a member sees their conversation: the policy of members_member decides (45 CFR 164.312(a)(1)).
do $$
declare
    name text;
begin
    foreach name in array array['conversation', 'message', 'turn', 'delivery'] loop
        execute format('alter table conversations_%I enable row level security', name);
        execute format('alter table conversations_%I force row level security', name);
        execute format(
            'create policy care_team on conversations_%I'
            ' using (organization_id = (select chaperone_organization())'
            '        and exists (select 1 from members_member m where m.id = member_id))'
            ' with check (organization_id = (select chaperone_organization())'
            '        and exists (select 1 from members_member m where m.id = member_id))', name);
    end loop;
end
$$;

-- Web receives texts and receipts and takes coaches' replies; workers answer and send. Nobody deletes.
grant select, insert, update on conversations_conversation, conversations_delivery
    to chaperone_web, chaperone_worker;
grant select, insert on conversations_message, conversations_turn to chaperone_web, chaperone_worker;
grant update on conversations_turn to chaperone_worker;
grant usage on sequence conversations_version to chaperone_web, chaperone_worker;
