with

rated as (

    select * from {{ ref('int_retention_rated') }}

),

of_segments as (

    select * from rated where dimension <> 'total'

)

select * from of_segments
