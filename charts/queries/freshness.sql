-- As of which day was everything read?
select
    as_of_date,
    is_full,
    reason_for_full_build,
    accounts_computed

from {{ ref('memory_build') }}
