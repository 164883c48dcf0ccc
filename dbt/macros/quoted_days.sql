-- Which dates are given, and the threshold that says how often each is kept.
{% macro quote_quantiles() -%}
    {{ return({'honest': 'honest_share', 'safe': 'honest_safe_share'}) }}
{%- endmacro %}

-- The ratio that so many of the promises of a step and list date had reached, in
-- thousandths of logarithms; of a step with enough of them, else no row. Null =
-- too many of them never came.
{% macro ratios_reached(ratios) -%}
    select
        {{ ratios }}.weeks_ago,
        {{ ratios }}.step,
        max({{ ratios }}.seen_count) as seen_count,
        {%- for quantile, share in quote_quantiles().items() %}
        min(case
            when {{ ratios }}.counted_count >= {{ conformal_rank(
                'thresholds.' ~ share, ratios ~ '.seen_count'
            ) }}
                then {{ ratios }}.ratio_number
        end) as {{ listed(quantile ~ '_number', loop) }}
        {%- endfor %}
    from {{ ratios }}
    cross join thresholds
    where {{ ratios }}.seen_count >= thresholds.honest_ratio_minimum
    group by {{ ratios }}.weeks_ago, {{ ratios }}.step
{%- endmacro %}

-- Whole days: what was usual, times the ratio that was reached. `level_days` is
-- the answer where there are too few ratios, or nothing is usual yet.
{% macro quoted_days(reached, log_days, quantile, level_days) -%}
    case
            when {{ reached }}.step is null or {{ log_days }} is null
                then {{ level_days }}
            when {{ log_days }} + {{ reached }}.{{ quantile }}_number / 1.0E3 < 12
                then cast(floor(
                    exp({{ log_days }} + {{ reached }}.{{ quantile }}_number / 1.0E3)
                    + 1.0E-6
                ) as bigint)
        end
{%- endmacro %}

-- The name of a curve: of its step, or of its step and kind.
{% macro curve_name(kind='') -%}
    concat(
            step, ' / ', level, ' / ', {{ kind }}lane, ' / ',
            {{ kind }}partner_id, ' / ', {{ kind }}product_group
        )
{%- endmacro %}

-- What a date costs that is to be kept so often: late days by that share, early
-- days by the rest. In expectation least for the quantile itself.
{% macro pinball_loss(share, days, date_days) -%}
    {{ share }} * greatest({{ days }} - {{ date_days }}, 0)
        + (1.0E0 - {{ share }}) * greatest({{ date_days }} - {{ days }}, 0)
{%- endmacro %}

-- The standard error of a rate of promises that share the fate of their week, from
-- sums over weeks of whole numbers (squares of what was kept and judged), so that
-- no order of adding them matters. Never less than that of as many promises each
-- for itself, if they are kept as they should.
{% macro clustered_error(rate, share, weeks, judged, kept_kept, kept_judged, judged_judged) -%}
    sqrt(greatest(
        coalesce(
            (
                {{ kept_kept }}
                - 2.0E0 * {{ rate }} * {{ kept_judged }}
                + {{ rate }} * {{ rate }} * {{ judged_judged }}
            )
            * {{ weeks }} / nullif({{ weeks }} - 1, 0),
            0.0E0
        ) / ({{ judged }} * 1.0E0 * {{ judged }}),
        {{ share }} * (1.0E0 - {{ share }}) / {{ judged }}
    ))
{%- endmacro %}
