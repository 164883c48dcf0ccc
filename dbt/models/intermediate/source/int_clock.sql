-- The one place that knows "now".
select
    {% if env_var('HOLDT_AS_OF', '') -%}
    cast('{{ env_var("HOLDT_AS_OF") }}' as date) as as_of,
    {% else -%}
    as_of,
    {% endif -%}
    mapping_name,
    default_zone,
    nouns
from {{ ref('stg_build') }}
