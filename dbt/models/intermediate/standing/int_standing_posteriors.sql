-- Where a member stands among its peers: how members spread, times how well
-- each point explains its weeks.
with evidence as (
    select
        kind,
        step,
        member_id,
        {{ unpacked('likelihood', 'k') }}
    from {{ ref('int_standing_evidence') }}
),

priors as (
    select
        kind,
        step,
        {{ unpacked('spread', 'g') }}
    from {{ ref('int_standing_priors') }}
),

weighed as (
    select
        evidence.kind,
        evidence.step,
        evidence.member_id,
        {{ on_grid('evidence.k<n> * priors.g<n> as w<n>') }}
    from evidence
    inner join priors
        on evidence.kind = priors.kind and evidence.step = priors.step
),

summed as (
    select
        *,
        {{ sum_on_grid('w<n>') }} as whole
    from weighed
)

select
    kind,
    step,
    member_id,
    {{ packed('w<n> / whole') }} as posterior
from summed
