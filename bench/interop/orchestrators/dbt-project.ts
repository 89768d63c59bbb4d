/** A small project on DuckDB: a seed, two models, tests of both. `broken` breaks a model, `strict` fails a test. */
export const DBT_PROJECT: Readonly<Record<string, string>> = {
  'dbt_project.yml': `name: shop
version: "1.0"
profile: shop
flags:
  send_anonymous_usage_stats: false
models:
  +materialized: view
`,
  'profiles.yml': `shop:
  target: dev
  outputs:
    dev: { type: duckdb, path: shop.duckdb, threads: 1 }
`,
  'seeds/raw_orders.csv': `id,customer,amount
1,ada,10
2,bob,20
3,ada,
`,
  'models/orders.sql':
    'select id, customer, {{ "amount_in_euro" if var("broken", false) else "amount" }} as amount from {{ ref("raw_orders") }}\n',
  'models/totals.sql': 'select customer, sum(amount) as total from {{ ref("orders") }} group by customer\n',
  'models/schema.yml': `models:
  - name: orders
    columns:
      - name: id
        data_tests: [not_null]
      - name: amount
        data_tests:
          - not_null: { config: { enabled: "{{ var('strict', false) }}" } }
  - name: totals
    columns:
      - name: customer
        data_tests: [unique]
`,
}
