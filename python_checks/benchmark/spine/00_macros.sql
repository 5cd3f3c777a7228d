-- Exact arithmetic, as the definitions ask for it: half away from zero, once. Variable: `as_of`.

create schema if not exists spine_steps;

create schema if not exists spine;

create or replace temp macro money(amount) as amount::decimal(28, 6);

create or replace temp macro millionths(amount) as (amount * 1000000)::hugeint;

create or replace temp macro from_millionths(number) as
(number::decimal(38, 0) * 0.000001)::decimal(28, 6);

create or replace temp macro rounded_division(numerator, denominator) as
(2 * numerator + denominator) // (2 * denominator);

-- For counts too, as hugeint: numerator / denominator, null without a base.
create or replace temp macro ratio(numerator, denominator) as
case
    when denominator > 0
        then from_millionths(
            rounded_division(millionths(numerator) * 1000000, millionths(denominator))
        )
end;

create or replace temp macro list_product(numbers) as
list_reduce(numbers, lambda one, other: one * other); -- noqa: PRS

create or replace temp macro month_of(day) as date_trunc('month', day)::date;

create or replace temp macro add_months(month_start, months) as
(month_start + to_months(months::integer))::date;
