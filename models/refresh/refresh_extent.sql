with

build as (

    select * from {{ ref('refresh_build') }}

),

accounts as (

    select count(*) as accounts_computed from {{ ref('refresh_accounts') }}

),

extent as (

    select
        build.build_id,
        cast(accounts.accounts_computed as integer) as accounts_computed,
        build.is_same_day and accounts.accounts_computed = 0 as is_unchanged

    from build

    cross join accounts

)

select * from extent
