"""Runs four flows: one succeeds, one fails, one retries as a whole and in a task, and one calls another."""

from prefect import flow, task


@task
def extract():
    return [1, 2]


@task
def load(part):
    return part


@flow(name="orders-ok")
def orders_ok():
    return [load(part) for part in extract()]


@task
def load_missing():
    raise ValueError("no such table: orders")


@flow(name="orders-fail")
def orders_fail():
    extract()
    load_missing()


tries = {"task": 0, "flow": 0}


@task(retries=1, retry_delay_seconds=0)
def flaky():
    tries["task"] += 1
    if tries["task"] == 1:
        raise ConnectionError("reset by peer")


@flow(name="orders-retry", retries=1, retry_delay_seconds=0)
def orders_retry():
    flaky()
    tries["flow"] += 1
    if tries["flow"] == 1:
        raise RuntimeError("not yet")


@flow(name="orders-parent")
def orders_parent():
    orders_ok()


for each in (orders_ok, orders_fail, orders_retry, orders_parent):
    each(return_state=True)
