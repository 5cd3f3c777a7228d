-- What is wrong with the rows that were left out?
select
    table_name,
    record_key,
    reason,
    detail,
    mrr_at_stake

from {{ ref('rejected_records') }}

order by mrr_at_stake desc nulls last, table_name asc, reason asc, record_key asc
