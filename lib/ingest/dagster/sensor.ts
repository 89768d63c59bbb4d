/**
 * The run-status sensors that people copy into their Dagster code. They send a run in the words of Dagster's GraphQL API,
 * so that the decoder reads one shape only. They use the standard library alone, and a failure to send is a failed
 * tick, which Dagster shows and repeats.
 */
export const SENSOR = `"""Sends every change of state of every run to Runledger."""

import json
import os
import urllib.request

from dagster import (
    DagsterEventType,
    DagsterRunStatus,
    DefaultSensorStatus,
    RunStatusSensorContext,
    run_status_sensor,
)

HOOK = os.environ.get("RUNLEDGER_HOOK", "{{hook}}")
TOKEN = os.environ["RUNLEDGER_TOKEN"]
# The address that people open, for links from Runledger to Dagster.
UI = os.environ.get("DAGSTER_UI", "http://localhost:3000")
DEPLOYMENT = os.environ.get("DAGSTER_CLOUD_DEPLOYMENT_NAME", "dagster")

STATUSES = [
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.SUCCESS,
    DagsterRunStatus.FAILURE,
    DagsterRunStatus.CANCELED,
]


def _errors(context: RunStatusSensorContext) -> list:
    """What broke, outermost exception first."""
    kinds = {DagsterEventType.STEP_FAILURE, DagsterEventType.RUN_FAILURE}
    errors = []
    for entry in context.instance.all_logs(context.dagster_run.run_id, of_type=kinds):
        event = entry.dagster_event
        error = getattr(event.event_specific_data, "error", None)
        # A step's own exception is the cause of what Dagster wraps around it.
        while error is not None and error.cause is not None:
            error = error.cause
        errors.append(
            {
                "stepKey": event.step_key,
                "timestamp": entry.timestamp,
                "className": error.cls_name if error else None,
                "message": error.message if error else event.message,
            }
        )
    return errors


def _steps(context: RunStatusSensorContext) -> list:
    return [
        {
            "stepKey": step.step_key,
            "status": step.status.value if step.status else None,
            "startTime": step.start_time,
            "endTime": step.end_time,
            "attempts": [
                {"startTime": each.start_time, "endTime": each.end_time}
                for each in step.attempts_list
            ],
        }
        for step in context.instance.get_run_step_stats(context.dagster_run.run_id)
    ]


def _origin(run) -> dict:
    origin = getattr(run, "remote_job_origin", None) or getattr(run, "external_job_origin", None)
    repository = getattr(origin, "repository_origin", None) or getattr(
        origin, "external_repository_origin", None
    )
    if repository is None:
        return {}
    return {
        "repositoryName": repository.repository_name,
        "repositoryLocationName": repository.code_location_origin.location_name,
    }


def _send(context: RunStatusSensorContext, status: DagsterRunStatus) -> None:
    run = context.dagster_run
    record = context.instance.get_run_record_by_id(run.run_id)
    body = {
        "deployment": DEPLOYMENT,
        "ui": UI,
        "run": {
            "runId": run.run_id,
            "jobName": run.job_name,
            "status": status.value,
            "creationTime": record.create_timestamp.timestamp() if record else None,
            "startTime": record.start_time if record else None,
            "endTime": record.end_time if record else None,
            "rootRunId": run.root_run_id,
            "parentRunId": run.parent_run_id,
            "repositoryOrigin": _origin(run),
            "tags": [{"key": key, "value": value} for key, value in run.tags.items()],
            "stepStats": _steps(context),
            "errors": _errors(context) if status == DagsterRunStatus.FAILURE else [],
        },
    }
    request = urllib.request.Request(
        HOOK,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30):
        pass


def _sensor(status: DagsterRunStatus):
    @run_status_sensor(
        run_status=status,
        name=f"runledger_{status.value.lower()}",
        monitor_all_code_locations=True,
        default_status=DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=10,
    )
    def sensor(context: RunStatusSensorContext):
        _send(context, status)

    return sensor


runledger_sensors = [_sensor(status) for status in STATUSES]
`

/** How the sensors are brought into the definitions of one code location, which then watch all of them. */
export const DEFINITIONS = `from dagster import Definitions

from .runledger import runledger_sensors

# Dagster wants one Definitions in a module: add the sensors to yours.
defs = Definitions(
    # jobs=[...], assets=[...], schedules=[...],
    sensors=[*runledger_sensors],
)`
