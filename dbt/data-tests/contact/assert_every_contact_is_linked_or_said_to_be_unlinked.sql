-- Returns contacts that are not linked exactly once, and inbound contacts with
-- a demand that belong to no episode (or others that do).
select contacts.contact_id
from {{ ref('fct_contacts') }} as contacts
left join {{ ref('int_contact_links') }} as links
    on contacts.contact_id = links.contact_id
left join {{ ref('fct_inbound_contacts') }} as inbound
    on contacts.contact_id = inbound.contact_id
group by contacts.contact_id
having
    count(*) <> 1
    or count(links.link_kind) <> 1
    or max(
        case
            when contacts.direction = 'inbound' and contacts.demand <> 'none'
                then 1
            else 0
        end
    ) <> count(inbound.contact_id)
