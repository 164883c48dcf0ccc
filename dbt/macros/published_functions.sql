-- What a page asks of the rows that a reader has chosen, no mart can have worked
-- out before: it is published as SQL functions beside the marts, made of the very
-- macros that the models are made of, so that a rate, an interval or a median is
-- defined once. dim_functions holds them as rows, and publishing makes them
-- (data/refresh/publish.py). The file that is read is DuckDB's whichever engine
-- built the marts, so they are in its SQL, and none goes by way of a macro that
-- speaks to each engine in its own.
{% macro published_functions() -%}
    {%- set as_of = '(select as_of from marts.dim_build)' -%}
    {%- set hold_days = '(select hold_days from marts.dim_build)' -%}
    {%- set basket -%}
        (
            select places.days, lines.place, coalesce(min(curves.late_probability), 1) as late
            from (
                select unnest(generate_series(0, {{ threshold('honest_longest_days') }}::bigint)) as days
            ) as places
            cross join (
                select unnest(lines, recursive := true), generate_subscripts(lines, 1) as place
            ) as lines
            left join marts.fct_honest_curves as curves
                on
                    lines.curve_id = curves.curve_id
                    and floor(lines.unit_days * curves.times_unit + 1e-6) <= places.days
            group by places.days, lines.place
        ) as chances
    {%- endset -%}
    {%- set seen = '(select unnest(seen, recursive := true)) as days' -%}
    {{ return([
        {
            'name': 'rate',
            'parameters': 'part, whole',
            'returns': '`part` ÷ `whole`; null where the whole is nothing: not measured.',
            'body': rate('part', 'whole'),
        },
        {
            'name': 'wilson90_low',
            'parameters': 'part, whole',
            'returns': "The lower end of Wilson's 90 % interval of `part` ÷ `whole`; null where the whole is nothing.",
            'body': wilson90('part', 'whole', '-'),
        },
        {
            'name': 'wilson90_high',
            'parameters': 'part, whole',
            'returns': 'The upper end of the same.',
            'body': wilson90('part', 'whole', '+'),
        },
        {
            'name': 'is_enough',
            'parameters': 'part, whole',
            'returns': 'Whether the rate can be judged by: the whole is at least `minimum_sample`, and the interval no wider than `widest_interval`.',
            'body': is_enough('part', 'whole', threshold('minimum_sample'), threshold('widest_interval')),
        },
        {
            'name': 'against_target',
            'parameters': 'part, whole, target',
            'returns': '`below` or `above` where the whole interval lies there, else `unclear`; null = nothing due, or no target.',
            'body': against_target('part', 'whole', 'target'),
        },
        {
            'name': 'target_of_due',
            'parameters': 'target, is_due, rows_count',
            'returns': 'An aggregate: the mean target of the promises that are due, of rows that stand for `rows_count` promises each.',
            'body': target_of_due_rows('target', 'is_due', 'rows_count'),
        },
        {
            'name': 'is_provisional',
            'parameters': 'end_day',
            'returns': 'Whether a period that ends before `end_day` may still change; null = over, and how late deliveries are recorded is not measured.',
            'body': is_provisional("date_diff('day', end_day, " ~ as_of ~ ')', hold_days),
        },
        {
            'name': 'has_deviation',
            'parameters': 'is_due, outcome',
            'returns': 'Whether a promise is in the spread of deviations.',
            'body': has_deviation('is_due', 'outcome'),
        },
        {
            'name': 'seen_days',
            'parameters': 'outcome, fulfilled_date, deviation_days, due_date',
            'returns': 'Days from the promised day to its completion, or for which it has been seen open; null = cancelled, it never comes.',
            'body': "case " ~ deviation_state('outcome', 'fulfilled_date') ~ " when 'complete' then deviation_days when 'open' then " ~ open_days("date_diff('day', due_date, " ~ as_of ~ ')') ~ " end",
        },
        {
            'name': 'days_reached',
            'parameters': 'seen, share',
            'returns': 'By how many days that share has come, by Kaplan-Meier, of a list of {days, seen_count, complete_count}; null = not reached.',
            'body': '(select ' ~ day_reached('share', 'days') ~ ' from (' ~ open_shares(seen, "'all'", 'days') ~ ') as curve)',
        },
        {
            'name': 'minutes_reached',
            'parameters': 'seen, share',
            'returns': 'By how many minutes that share has come, in the same way, of a list of {minutes, seen_count, complete_count}.',
            'body': '(select ' ~ day_reached('share', 'minutes') ~ ' from (' ~ open_shares(seen, "'all'", 'minutes') ~ ') as curve)',
        },
        {
            'name': 'any_late',
            'parameters': 'late',
            'returns': 'The probability that one of several lines is late, of a list of the probabilities of each; by `honest_together` they are late together, else each for itself.',
            'body': '(1 - ' ~ threshold('honest_together') ~ ') * (1 - list_product(list_transform(late, chance -> 1 - chance))) + ' ~ threshold('honest_together') ~ ' * list_max(late)',
        },
        {
            'name': 'basket_curve',
            'parameters': 'lines',
            'returns': 'How probable it is that not all lines of a basket are complete after so many days, of a list of {curve_id, unit_days} (fct_honest_dates): a list of {days, late}, up to `honest_longest_days`.',
            'body': "(select list({'days': days, 'late': late} order by days) from (select days, marts.any_late(list(late)) as late from " ~ basket ~ ' group by days) as curve)',
        },
        {
            'name': 'basket_days',
            'parameters': 'lines, share',
            'returns': 'Days by which all lines of a basket are complete with that probability, of the same list; null = more than `honest_longest_days`.',
            'body': '(select min(days) from (select unnest(marts.basket_curve(lines), recursive := true)) as curve where late <= 1 - share + 1e-9)',
        },
    ]) }}
{%- endmacro %}

{% macro threshold(name) -%}
    (select value from marts.dim_thresholds where name = '{{ name }}')
{%- endmacro %}
