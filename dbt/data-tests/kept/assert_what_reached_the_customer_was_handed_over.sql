-- A line that is with the customer was handed over, at the latest then; what is
-- on record holds. Returns hand-overs of the same line, not called off, that
-- are open, or whose inferred day is later.
select handovers.promise_id
from {{ ref('int_handover_lines') }} as handover_lines
inner join {{ ref('fct_promises') }} as handovers
    on handover_lines.handover_promise_id = handovers.promise_id
inner join {{ ref('fct_promises') }} as lines
    on handover_lines.promise_id = lines.promise_id
where
    handover_lines.is_same_line
    and handover_lines.is_brought
    and handovers.zone = lines.zone
    and lines.fulfilled_date is not null
    and case
        when handovers.fulfilled_date is null
            then handovers.cancelled_date is null
        else
            handovers.is_handover_inferred
            and handovers.fulfilled_date > lines.fulfilled_date
    end
