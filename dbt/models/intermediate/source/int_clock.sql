-- The one place that knows "now".
select
    {% if var('as_of') -%}
    cast('{{ var("as_of") }}' as date) as as_of,
    {% else -%}
    as_of,
    {% endif -%}
    mapping_name,
    default_zone
from {{ ref('stg_build') }}
