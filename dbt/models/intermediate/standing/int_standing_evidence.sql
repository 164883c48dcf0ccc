-- How well each point of the grid explains the weeks of everybody with enough
-- due to be judged.
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

counts as (
    select counts.*
    from {{ ref('int_standing_counts') }} as counts
    cross join thresholds
    where
        counts.look = 0
        and counts.due_count >= thresholds.minimum_sample
        and counts.recent_due_count > 0
),

{{ evidence_of([0]) }}

select
    kind,
    step,
    member_id,
    {{ packed('k<n>') }} as likelihood
from evidence
