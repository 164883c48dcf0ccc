-- A member's rate to expect on its own promises with its 90 % interval, and its
-- rank among all who are judged beside it (1 = worst), as its posterior has
-- them.
with posteriors as (
    select
        posteriors.kind,
        posteriors.step,
        posteriors.member_id,
        posteriors.posterior,
        verdicts.own_odds
    from {{ ref('int_standing_posteriors') }} as posteriors
    inner join {{ ref('int_standing_verdicts') }} as verdicts
        on
            posteriors.kind = verdicts.kind
            and posteriors.step = verdicts.step
            and posteriors.member_id = verdicts.member_id
    where verdicts.is_judged
),

grid as (
    select * from {{ ref('int_odds_grid') }}
),

points as (
    select
        posteriors.kind,
        posteriors.step,
        posteriors.member_id,
        posteriors.own_odds,
        grid.number,
        grid.x,
        {{ packed_at('posteriors.posterior', 'grid.number') }} as share
    from posteriors
    cross join grid
),

accumulated as (
    select
        *,
        own_odds * exp(x) / (1.0E0 + own_odds * exp(x)) as rate,
        sum(share) over (
            partition by kind, step, member_id
            order by number
            rows between unbounded preceding and current row
        ) as reached
    from points
),

-- how many of all would stand worse than that place; one at it is worse by half
places as (
    select
        kind,
        step,
        number,
        {{ exact_sum('1.0E0 - reached + share / 2.0E0') }} as worse_count,
        {{ exact_sum(
            '(1.0E0 - reached + share / 2.0E0)'
            ~ ' * (reached - share / 2.0E0)'
        ) }} as worse_variance
    from accumulated
    group by kind, step, number
),

-- nobody is its own peer
beside as (
    select
        accumulated.*,
        places.worse_count - (1.0E0 - reached + share / 2.0E0) as worse_count,
        places.worse_variance
        - (1.0E0 - reached + share / 2.0E0) * (reached - share / 2.0E0)
            as worse_variance
    from accumulated
    inner join places
        on
            accumulated.kind = places.kind
            and accumulated.step = places.step
            and accumulated.number = places.number
),

read_off as (
    select
        kind,
        step,
        member_id,
        own_odds,
        sum(share * rate) as posterior_rate,
        {%- for name, share in [('low', '0.05E0'), ('high', '0.95E0')] %}
        max(case
            when reached >= {{ share }} and reached - share < {{ share }}
                then
                    x - 0.05E0 + 0.1E0 * ({{ share }} - reached + share) / share
        end) as {{ name }}_x,
        {%- endfor %}
        sum(share * worse_count) + 1.0E0 as expected_rank,
        sum(share * (worse_variance + worse_count * worse_count))
        - sum(share * worse_count) * sum(share * worse_count) as rank_variance
    from beside
    group by kind, step, member_id, own_odds
)

select
    kind,
    step,
    member_id,
    round(posterior_rate, 9) as posterior_rate,
    {%- for name in ['low', 'high'] %}
    round(
        own_odds * exp({{ name }}_x) / (1.0E0 + own_odds * exp({{ name }}_x)), 9
    ) as posterior_{{ name }},
    {%- endfor %}
    round(expected_rank, 9) as expected_rank,
    round(sqrt(greatest(rank_variance, 0.0E0)), 9) as rank_deviation
from read_off
