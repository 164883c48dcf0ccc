-- A day of lateness lies in one band: each begins the day after the one before
-- it ends, the first on the promised day, and the last has no end. Returns the
-- bands that do not.
with bands as (
    select
        band,
        from_days,
        to_days,
        lag(to_days) over (order by from_days) as to_days_before,
        lead(from_days) over (order by from_days) as from_days_after
    from {{ ref('lateness_bands') }}
)

select band
from bands
where
    from_days <> coalesce(to_days_before + 1, 0)
    or (from_days_after is null) <> (to_days is null)
    or to_days < from_days
