"""Three DAGs to be started by hand: one succeeds, one fails, one retries."""

from datetime import datetime, timedelta

from airflow.sdk import Asset, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

BY_HAND = {
    "schedule": None,
    "start_date": datetime(2026, 1, 1),
    "is_paused_upon_creation": False,
    "tags": ["shop"],
}


@dag(dag_id="orders_ok", **BY_HAND)
def orders_ok():
    @task(outlets=[Asset("file:///data/orders.csv")])
    def extract():
        return [1, 2]

    @task
    def load(part):
        print(part)

    @task
    def notify():
        raise AirflowSkipException("nobody asked")

    load.expand(part=extract()) >> notify()


@dag(dag_id="orders_fail", **BY_HAND)
def orders_fail():
    @task
    def extract():
        pass

    @task
    def load():
        raise ValueError("no such table: orders")

    @task
    def report():
        pass

    extract() >> load() >> report()


@dag(dag_id="orders_retry", **BY_HAND)
def orders_retry():
    @task(retries=1, retry_delay=timedelta(seconds=1))
    def flaky():
        if get_current_context()["ti"].try_number == 1:
            raise ConnectionError("reset by peer")

    flaky()


orders_ok()
orders_fail()
orders_retry()
