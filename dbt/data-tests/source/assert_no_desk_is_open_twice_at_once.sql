-- Rows of working_hours that overlap would count their hours twice.
with neighboured as (
    select
        calendar,
        zone,
        opens_at,
        lag(closes_at) over (
            partition by calendar, zone order by opens_at
        ) as closed_before_at
    from {{ ref('int_working_intervals') }}
    where opens_at is not null
)

select * from neighboured
where opens_at < closed_before_at
