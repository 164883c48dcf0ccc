{%- set run = 'dimension, member_id, baseline_number, run_number, direction' -%}

-- The evidence that a rate has doubled, or halved: the log-likelihood of that
-- against no change, added up week by week from its last low
-- (docs/signal/signal.md). No recursion: what a running sum lies above its own
-- lowest is the same number.
with points as (
    select * from {{ ref('int_signal_points') }}
    where not is_baseline and not is_provisional
),

baselines as (
    select * from {{ ref('int_signal_baselines') }}
    where not is_too_thin
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

directions as (
    select
        'worse' as direction,
        signal_ratio as ratio
    from thresholds
    union all
    select
        'better' as direction,
        1.0E0 / signal_ratio as ratio
    from thresholds
),

-- swings beyond chance make every week tell less
likelihoods as (
    select
        points.*,
        directions.direction,
        points.broken_count - points.due_count * baselines.baseline_rate
            as excess_broken_count,
        (
            points.broken_count * ln(directions.ratio)
            + (points.due_count - points.broken_count) * ln(
                (
                    1.0E0 - least(
                        baselines.baseline_rate * directions.ratio,
                        -- twice a half is not certain
                        greatest(0.9E0, (1.0E0 + baselines.baseline_rate) / 2)
                    )
                )
                / (1.0E0 - baselines.baseline_rate)
            )
        ) / (baselines.noise * baselines.noise) as likelihood
    from points
    inner join baselines
        on
            points.dimension = baselines.dimension
            and points.member_id = baselines.member_id
            and points.baseline_number = baselines.baseline_number
    cross join directions
),

levels as (
    select
        *,
        sum(cast(likelihood as decimal(38, 12))) over (
            partition by {{ run }}
            order by week
            rows between unbounded preceding and current row
        ) as level
    from likelihoods
),

lows as (
    select
        *,
        least(min(level) over (
            partition by {{ run }}
            order by week
            rows between unbounded preceding and current row
        ), 0) as low
    from levels
),

-- each new low closes what came before it
legs as (
    select
        *,
        level > low as is_above,
        sum(case when level = low then 1 else 0 end) over (
            partition by {{ run }}
            order by week
            rows between unbounded preceding and current row
        ) as leg_number
    from lows
)

select
    dimension,
    member_id,
    baseline_number,
    week,
    direction,
    cast(level - low as double) as evidence,
    case
        when is_above
            then min(case when is_above then week end) over (
                partition by {{ run }}, leg_number
            )
    end as since_week,
    {%- for part, type in [
        ('due', 'bigint'), ('broken', 'bigint'), ('excess_broken', 'double'),
    ] %}
    case
        when is_above
            then cast(sum(case
                when is_above
                    then cast({{ part }}_count as decimal(38, 12))
            end) over (
                partition by {{ run }}, leg_number
                order by week
                rows between unbounded preceding and current row
            ) as {{ type }})
    end as {{ listed('since_' ~ part ~ '_count', loop) }}
    {%- endfor %}
from legs
