-- A row of the seed that no column of int_thresholds takes up changes nothing,
-- whatever is written there. The gate and the refresh read theirs themselves
-- (data/contract/thresholds.py). Returns the names of such rows.
select seed.name
from {{ ref('thresholds') }} as seed
where
    seed.name not like 'gate%'
    and seed.name not like 'refresh%'
    and seed.name not in (
        {%- for column in adapter.get_columns_in_relation(
            ref('int_thresholds')
        ) %}
        {{ listed("'" ~ column.name ~ "'", loop) }}
        {%- else %}''
        {%- endfor %}
    )
