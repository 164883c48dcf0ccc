-- How likely those who may be listed now were bad at earlier looks, by what was
-- due until then and today's yardstick. Only of them it is asked since when.
with sums as (
    select * from {{ ref('int_standing_sums') }}
),

starts as (
    select * from {{ ref('int_standing_starts') }}
),

groups as (
    select * from {{ ref('int_standing_groups') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

verdicts as (
    select verdicts.*
    from {{ ref('int_standing_verdicts') }} as verdicts
    cross join thresholds
    where verdicts.probability_bad >= thresholds.standing_watch_probability
),

counts as (
    select counts.*
    from {{ ref('int_standing_counts') }} as counts
    inner join verdicts
        on
            counts.kind = verdicts.kind
            and counts.step = verdicts.step
            and counts.member_id = verdicts.member_id
    inner join groups
        on counts.kind = groups.kind and counts.step = groups.step
    cross join thresholds
    where
        counts.look > 0
        and counts.due_count >= thresholds.minimum_sample
        -- with a quarter of history before it
        and groups.history_weeks
        >= counts.look * {{ block_weeks() }} + {{ recent_weeks() }}
),

{{ evidence_of(range(1, 10)) }},

priors as (
    select
        kind,
        step,
        {{ unpacked('spread', 'g') }}
    from {{ ref('int_standing_priors') }}
),

weighted as (
    select
        evidence.kind,
        evidence.step,
        evidence.member_id,
        evidence.look,
        verdicts.limit_x,
        {{ on_grid('evidence.k<n> * priors.g<n> as w<n>') }}
    from evidence
    inner join priors
        on evidence.kind = priors.kind and evidence.step = priors.step
    inner join verdicts
        on
            evidence.kind = verdicts.kind
            and evidence.step = verdicts.step
            and evidence.member_id = verdicts.member_id
),

summed as (
    select
        *,
        {{ sum_on_grid('w<n>') }} as whole
    from weighted
)

select
    kind,
    step,
    member_id,
    look,
    {{ beyond('w<n> / whole', 'limit_x') }} as probability_bad
from summed
