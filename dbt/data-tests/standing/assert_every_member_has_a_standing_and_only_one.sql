-- Who had anything due in the weeks that are judged is in the list, with all of
-- it, whatever its standing.
with judged as (
    select
        kind,
        step,
        sum(due_count) as due_count,
        sum(broken_count) as broken_count
    from {{ ref('int_standing_counts') }}
    where look = 0
    group by kind, step
),

cells as (
    select
        kind,
        step,
        sum(due_count) as due_count,
        sum(broken_count) as broken_count
    from {{ ref('int_standing_cells') }}
    where weeks_ago < {{ window_weeks() }}
    group by kind, step
),

listed as (
    select
        kind,
        step,
        judged_by,
        sum(due_count) as due_count,
        sum(broken_count) as broken_count
    from {{ ref('fct_standings') }}
    group by kind, step, judged_by
)

select
    cells.kind,
    cells.step
from cells
full outer join judged
    on cells.kind = judged.kind and cells.step = judged.step
full outer join listed
    on cells.kind = listed.kind and cells.step = listed.step
where
    cells.due_count is distinct from judged.due_count
    or cells.broken_count is distinct from judged.broken_count
    or listed.judged_by is null
    or (
        listed.judged_by = 'change_point'
        and cells.due_count is distinct from listed.due_count
    )
