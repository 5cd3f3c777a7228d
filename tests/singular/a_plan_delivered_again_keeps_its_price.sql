{{ config(severity='warn') }}

{# A plan is immutable: another price would be today's price projected backwards. #}
select
    {{ as_text('plan_id') }} as plan_id,
    count(distinct {{ as_number('unit_amount') }}) as prices
from {{ raw('plans') }} as raw_plans
where {{ as_text('plan_id') }} is not null
group by {{ as_text('plan_id') }}
having count(distinct {{ as_number('unit_amount') }}) > 1
