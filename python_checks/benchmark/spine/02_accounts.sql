-- Which customer an account counts as, at both levels. Links that lead nowhere or back are ignored.

create or replace temp macro chain_ends(table_of_links) as table
    with recursive

    links as (
        select * from query_table(table_of_links)
    ),

    reached (from_id, to_id) as (
        select from_id, to_id from links
        union
        select reached.from_id, links.to_id
        from reached
        inner join links on reached.to_id = links.from_id
    ),

    good_links as (
        select from_id, to_id from links
        where
            from_id not in (
                select on_circle.from_id from reached as on_circle where from_id = to_id
            )
    )

    select
        reached.from_id,
        reached.to_id as end_id
    from reached
    inner join good_links on reached.from_id = good_links.from_id
    where
        reached.to_id not in (select good_links.from_id from good_links);

create or replace temp view merge_links as
select
    customers.customer_id as from_id,
    customers.merged_into_customer_id as to_id
from spine_steps.customers
inner join spine_steps.customers as survivors
    on customers.merged_into_customer_id = survivors.customer_id;

create or replace table spine_steps.survivors as
with

accounts as (
    select
        customer_id,
        false as is_inferred
    from spine_steps.customers

    union all

    select distinct
        customer_id,
        true as is_inferred
    from spine_steps.subscriptions
    where customer_id not in (select customers.customer_id from spine_steps.customers)
)

select
    accounts.customer_id,
    coalesce(ends.end_id, accounts.customer_id) as surviving_customer_id,
    accounts.is_inferred
from accounts
left join chain_ends('merge_links') as ends on accounts.customer_id = ends.from_id;

create or replace temp view parent_links as
select
    customers.customer_id as from_id,
    parents.surviving_customer_id as to_id
from spine_steps.customers
inner join spine_steps.survivors
    on customers.customer_id = survivors.customer_id
    and survivors.customer_id = survivors.surviving_customer_id
inner join spine_steps.survivors as parents
    on customers.parent_customer_id = parents.customer_id
    and not parents.is_inferred;

create or replace table spine_steps.families as
select
    survivors.customer_id,
    survivors.surviving_customer_id,
    coalesce(ends.end_id, survivors.surviving_customer_id) as ultimate_parent_id,
    survivors.is_inferred
from spine_steps.survivors
left join chain_ends('parent_links') as ends on survivors.surviving_customer_id = ends.from_id;

create or replace table spine_steps.accounts as
select
    'customer' as reporting_level,
    customer_id as account_id,
    surviving_customer_id as customer_id
from spine_steps.families

union all

select
    'parent' as reporting_level,
    customer_id as account_id,
    ultimate_parent_id as customer_id
from spine_steps.families;

create or replace table spine_steps.served_subscriptions as
select subscriptions.*
from spine_steps.subscriptions
inner join spine_steps.families on subscriptions.customer_id = families.customer_id
left join spine_steps.customers on subscriptions.customer_id = customers.customer_id
left join spine_steps.customers as surviving
    on families.surviving_customer_id = surviving.customer_id
where
    subscriptions.started_on < subscriptions.ended_on
    and not coalesce(customers.is_test, false)
    and not coalesce(surviving.is_test, false);
