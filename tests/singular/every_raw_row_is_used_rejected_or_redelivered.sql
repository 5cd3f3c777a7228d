select
    table_name,
    rows_read
from {{ ref('data_quality_summary') }}
where
    rows_used + rows_rejected + rows_redelivered <> rows_read
    or rows_used < 0
    or rows_redelivered < 0
    or rows_rejected <> missing_key + unparsable + unknown_value + orphan + invalid_interval
    + ends_before_start + negative_amount + negative_quantity + unknown_currency
    + invalid_discount + overlapping_versions
    or mrr_used + mrr_at_stake <> mrr_readable
    or mrr_used < 0
