-- Which raw rows were read, used and left out, and what are they worth?
select
    table_name,
    rows_read,
    rows_used,
    rows_redelivered,
    rows_rejected,
    mrr_at_stake,
    mrr_readable

from {{ ref('data_quality_summary') }}

order by rows_rejected desc, table_name asc
