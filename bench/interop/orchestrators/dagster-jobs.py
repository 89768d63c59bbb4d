"""Three jobs: one succeeds, one fails and is run again by Dagster, one has a step that is tried again."""

from dagster import RetryPolicy, job, op


@op
def extract():
    return [1, 2]


@op
def load(parts):
    return len(parts)


@op
def load_missing(parts):
    raise ValueError("no such table: orders")


@op
def report(loaded):
    return loaded


@op(retry_policy=RetryPolicy(max_retries=1))
def flaky(context):
    if context.retry_number == 0:
        raise ConnectionError("reset by peer")


@job
def orders_ok():
    report(load(extract()))


@job(tags={"dagster/max_retries": "1", "started_by": "https://ci.example.com/runs/42"})
def orders_fail():
    report(load_missing(extract()))


@job
def orders_retry():
    flaky()
