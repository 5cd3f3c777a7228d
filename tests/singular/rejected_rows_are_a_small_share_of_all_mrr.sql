{# A share above max_rejected_mrr_share means that the numbers can no longer be trusted. #}
select
    table_name,
    mrr_at_stake,
    mrr_readable
from {{ ref('data_quality_summary') }}
where mrr_at_stake > {{ policy('max_rejected_mrr_share') }} * mrr_readable
