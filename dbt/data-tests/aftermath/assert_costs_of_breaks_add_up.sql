-- Every broken order is in each dimension once, whatever it is split by:
-- the costs, the reactions and the recoveries of all members are those of the
-- company. Returns dimensions that lose or double something.
with figures as (
    select
        dimension || ', ' || measure as dimension,
        dimension = 'company' as is_company,
        measure as figure,
        broken_count,
        waiting_count as other_count,
        coalesce(excess, 0.0E0) as amount
    from {{ ref('fct_excess_rates') }}

    union all

    select
        dimension || ', reactions' as dimension,
        dimension = 'company' as is_company,
        'reactions' as figure,
        broken_count,
        coalesce(no_contact_count, 0) as other_count,
        coalesce(no_contact_value, 0.0E0) as amount
    from {{ ref('fct_reaction_rates') }}

    union all

    select
        dimension || ', recoveries' as dimension,
        dimension = 'company' as is_company,
        'recoveries' as figure,
        broken_count,
        matured_count as other_count,
        coalesce(recovered_count, 0) * 1.0E0 as amount
    from {{ ref('fct_recovery_rates') }}

    union all

    -- a partner, a lateness, a reaction, a recovery have all kept orders beside
    -- them, each time
    select
        dimension || ', repurchases' as dimension,
        dimension = 'company' as is_company,
        'repurchases' as figure,
        broken_count,
        kept_count as other_count,
        kept_bought_again_count * 1.0E0 as amount
    from {{ ref('fct_repurchase_rates') }}
    where dimension not in ('partner', 'lateness', 'reaction', 'recovery')
),

summed as (
    select
        dimension,
        figure,
        max(case when is_company then 1 else 0 end) as is_company,
        sum(broken_count) as broken_count,
        sum(other_count) as other_count,
        sum(amount) as amount
    from figures
    group by dimension, figure
)

select members.*
from summed as members
inner join summed as company
    on members.figure = company.figure and company.is_company = 1
where
    members.broken_count <> company.broken_count
    or members.other_count <> company.other_count
    or abs(members.amount - company.amount)
    > 1.0E-6 * (1.0E0 + abs(company.amount))
