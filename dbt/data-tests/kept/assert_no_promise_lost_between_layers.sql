-- A promise that an inner join drops leaves the rate looking better. Returns
-- the promises known at the as-of day that are not in the mart, or in it twice.
select versions.promise_id
from (
    select distinct promise_id from {{ ref('int_promise_versions') }}
) as versions
left join {{ ref('fct_promises') }} as promises
    on versions.promise_id = promises.promise_id
group by versions.promise_id
having count(promises.promise_id) <> 1
