with points as (
    select
        *,
        sum(case when is_baseline then withdrawn_count end) over usual
            as usual_withdrawn_count,
        sum(case when is_baseline then due_count end) over usual
            as usual_due_count,
        min(week) over usual as first_week
    from {{ ref('int_signal_points') }}
    window usual as (partition by dimension, member_id, baseline_number)
),

measured as (
    select * from {{ ref('int_measured') }}
),

baselines as (
    select * from {{ ref('int_signal_baselines') }}
),

evidence as (
    select * from {{ ref('int_signal_evidence') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

build as (
    select * from {{ ref('dim_build') }}
),

step_targets as (
    select
        'step' as dimension,
        step as member_id,
        {{ target_of_due('target_kept_rate', 'is_due') }} as target_kept_rate
    from {{ ref('fct_promises') }}
    group by step
),

latest as (
    select
        dimension,
        member_id,
        max(baseline_number) as baseline_number
    from points
    group by dimension, member_id
),

-- so few series that an alarm means something: sellers and partners are judged
-- against each other instead
charted as (
    select
        *,
        row_number() over (
            order by
                case dimension
                    when 'company' then 1
                    when 'step' then 2
                    when 'customer_type' then 3
                    else 4
                end,
                due_count desc,
                member_id
        ) as chart_rank
    from (
        select baselines.*
        from baselines
        inner join latest
            on
                baselines.dimension = latest.dimension
                and baselines.member_id = latest.member_id
                and baselines.baseline_number = latest.baseline_number
        where
            not baselines.is_too_thin
            and baselines.dimension <> 'seller'
    ) as watchable
),

limited as (
    select
        points.*,
        case
            when points.baseline_weeks = 0 then 'too_short'
            when baselines.is_too_thin then 'too_thin'
            when points.baseline_weeks < thresholds.signal_baseline_weeks
                then 'provisional'
            else 'frozen'
        end as baseline,
        case
            when points.baseline_weeks = 0
                then {{ plus_days(
                    '7 * (cast(thresholds.signal_fewest_weeks as int) + 1)'
                    ~ ' + cast(ceil(coalesce(build.hold_days, 0.0E0)) as int)',
                    'points.first_week',
                    'date'
                ) }}
        end as baseline_from_date,
        case when not baselines.is_too_thin then baselines.baseline_rate end
            as baseline_rate,
        -- Laney's p' limits: three sigma, as wide as the weeks truly swing
        case
            when not baselines.is_too_thin
                then
                    3.0E0 * baselines.noise * sqrt(
                        baselines.baseline_rate
                        * (1.0E0 - baselines.baseline_rate)
                        / points.due_count
                    )
        end as reach,
        1.0E0 - case
            when points.dimension = 'step' then step_targets.target_kept_rate
            else build.target_kept_rate
        end as target_rate,
        charted.chart_rank,
        case
            when not baselines.is_too_thin
                then
                    coalesce(
                        charted.chart_rank <= thresholds.signal_most_charted,
                        false
                    )
        end as is_charted,
        thresholds.signal_evidence
    from points
    cross join thresholds
    cross join build
    left join baselines
        on
            points.dimension = baselines.dimension
            and points.member_id = baselines.member_id
            and points.baseline_number = baselines.baseline_number
    left join charted
        on
            points.dimension = charted.dimension
            and points.member_id = charted.member_id
    left join step_targets
        on
            points.dimension = step_targets.dimension
            and points.member_id = step_targets.member_id
),

judged as (
    select
        limited.*,
        -- greatest() and least() pass over what is null
        case
            when limited.reach is not null
                then greatest(0.0E0, limited.baseline_rate - limited.reach)
        end as limit_low,
        case
            when limited.reach is not null
                then least(1.0E0, limited.baseline_rate + limited.reach)
        end as limit_high,
        worse.evidence,
        case
            when worse.evidence is not null
                then
                    limited.is_charted
                    and worse.evidence > limited.signal_evidence
        end as is_signal,
        worse.since_week,
        worse.since_due_count,
        worse.since_broken_count,
        worse.since_excess_broken_count as excess_broken_count,
        better.evidence as better_evidence,
        case
            when better.evidence is not null
                then
                    limited.is_charted
                    and better.evidence > limited.signal_evidence
        end as is_better,
        better.since_week as better_since_week,
        better.since_due_count as better_since_due_count,
        better.since_broken_count as better_since_broken_count
    from
        limited
    left join evidence as worse
        on
            limited.dimension = worse.dimension
            and limited.member_id = worse.member_id
            and limited.baseline_number = worse.baseline_number
            and limited.week = worse.week
            and worse.direction = 'worse'
    left join evidence as better
        on
            limited.dimension = better.dimension
            and limited.member_id = better.member_id
            and limited.baseline_number = better.baseline_number
            and limited.week = better.week
            and better.direction = 'better'
)

select
    dimension,
    member_id,
    week,
    weeks_count,
    due_count,
    broken_count,
    broken_count * 1.0E0 / due_count as rate,
    -- who cancels is not on record: then nobody knows what was withdrawn
    case when measured.has_cancellers then withdrawn_count end
        as withdrawn_count,
    case
        when measured.has_cancellers
            then {{ rate('withdrawn_count', '(due_count + withdrawn_count)') }}
    end as withdrawn_rate,
    case
        when measured.has_cancellers
            then {{ rate(
                'usual_withdrawn_count',
                '(usual_due_count + usual_withdrawn_count)'
            ) }}
    end as baseline_withdrawn_rate,
    is_provisional,
    is_baseline,
    baseline,
    baseline_from_date,
    baseline_rate,
    limit_low,
    limit_high,
    evidence,
    is_signal,
    since_week,
    excess_broken_count,
    better_evidence,
    is_better,
    better_since_week,
    case
        when evidence is not null
            then
                coalesce(is_signal or is_better, false)
                and not coalesce(
                    lag(is_signal or is_better) over (
                        partition by dimension, member_id order by week
                    ),
                    false
                )
    end as is_new,
    target_rate,
    case
        when limit_high < target_rate then 'meets'
        when limit_low > target_rate then 'fails'
        when limit_low is not null and target_rate is not null
            then 'hit_or_miss'
    end as assurance,
    is_charted,
    case when is_charted then cast(chart_rank as bigint) end as chart_rank,
    baseline_number,
    run_number,
    case
        when is_signal
            then concat(
                {{ percent_in_words('since_broken_count / since_due_count') }},
                ' broken since ',
                {{ day_in_words('since_week') }},
                ' (',
                {{ count_in_words('since_broken_count') }},
                ' of ',
                {{ count_in_words('since_due_count') }},
                ') where ',
                {{ percent_in_words('baseline_rate') }},
                ' is usual: ',
                {{ count_in_words('round(excess_broken_count)') }},
                ' more than usual.'
            )
        when is_better
            then concat(
                {{ percent_in_words(
                    'better_since_broken_count / better_since_due_count'
                ) }},
                ' broken since ',
                {{ day_in_words('better_since_week') }},
                ' (',
                {{ count_in_words('better_since_broken_count') }},
                ' of ',
                {{ count_in_words('better_since_due_count') }},
                ') where ',
                {{ percent_in_words('baseline_rate') }},
                ' is usual.'
            )
    end as reason
from judged
cross join measured
order by dimension, member_id, week
