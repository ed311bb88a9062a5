-- Assets, risks, acceptances and analyses: each organization its own. Nothing is deleted (45 CFR 164.316(b)(2)(i)); what
-- was accepted and what an analysis said cannot be changed.
do $$
declare
    name text;
begin
    foreach name in array array['asset', 'risk', 'acceptance', 'analysis'] loop
        execute format('alter table risks_%I enable row level security', name);
        execute format('alter table risks_%I force row level security', name);
        execute format(
            'create policy organization on risks_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select on risks_%I to chaperone_worker, chaperone_auditor', name);
        execute format('grant select, insert on risks_%I to chaperone_web', name);
    end loop;
end
$$;
grant update (kind, name, about, place, holds, criticality, owner_id, gone_at, retired_at, retired_by, retire_reason)
    on risks_asset to chaperone_web;
-- Workers look each day for what the system runs on.
grant insert on risks_asset to chaperone_worker;
grant update (name, about, place, holds, gone_at) on risks_asset to chaperone_worker;
grant update (title, statement, threat, vulnerability, asset_ids, citations, controls, owner_id, owned_by,
    inherent_likelihood, inherent_impact, inherent_level, residual_likelihood, residual_impact, residual_level,
    assessed_by, assessed_at, treatment, plan, treatment_owner_id, treatment_due, treatment_done_on, accepted_until,
    review_on, reviewed_at, reviewed_by, closed_at, closed_by, close_reason)
    on risks_risk to chaperone_web;
grant update (ended_at, ended_by, end_reason) on risks_acceptance to chaperone_web;
-- Signed once: there is no way back.
grant update (signature_id, signed_by, signed_at) on risks_analysis to chaperone_web;
