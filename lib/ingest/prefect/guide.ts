import type { Guide } from '@/lib/ingest/events/tool'

/** The body of the webhook: the event whole, and where people open Prefect. */
export const BODY_TEMPLATE = `{"ui": "http://localhost:4200", "event": {{ event.model_dump_json() }}}`

const AUTOMATION = `"""Creates the webhook block and the automation that send Prefect's events to Runledger."""

import os

from prefect.automations import Automation
from prefect.blocks.webhook import Webhook
from prefect.events.actions import CallWebhook
from prefect.events.schemas.automations import EventTrigger, Posture

# The address that people open.
UI = os.environ.get("PREFECT_UI_URL", "http://localhost:4200")

block = Webhook(
    method="POST",
    url="{{hook}}",
    headers={"Authorization": "Bearer {{token}}", "Content-Type": "application/json"},
    # Prefect refuses private addresses unless it is told that they are meant.
    allow_private_urls=True,
)
block_id = block.save("runledger", overwrite=True)

Automation(
    name="runledger",
    description="Sends flow runs, task runs and changes of deployments to Runledger.",
    trigger=EventTrigger(
        posture=Posture.Reactive,
        expect={"prefect.flow-run.*", "prefect.task-run.*", "prefect.deployment.*"},
        match={"prefect.resource.id": ["prefect.flow-run.*", "prefect.task-run.*", "prefect.deployment.*"]},
        threshold=1,
        within=0,
    ),
    actions=[
        CallWebhook(
            block_document_id=block_id,
            payload='{"ui": "' + UI + '", "event": {{ event.model_dump_json() }}}',
        )
    ],
).create()`

const FROM_CI = `prefect deployment run 'daily-load/production' \\
  --param started_by="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"`

export const prefectGuide: Guide = {
  ways: [
    {
      id: 'automation',
      title: 'An automation with a webhook (live)',
      about:
        'Each change of state of flow runs and task runs, with names, tags, deployment, work pool and messages, and changes of deployments. Prefect does not send an event again that failed to arrive, and its webhooks that go out at the same time end each other now and then (3.8: “Webhook call failed: ReadError”): ask the API as well, which fills the gaps.',
      steps: [
        {
          text: 'Save this as runledger_automation.py and run it once with Python where Prefect 3 is installed and PREFECT_API_URL is set.',
          code: { label: 'runledger_automation.py', language: 'python', code: AUTOMATION },
        },
        {
          text: 'Or do the same by hand: create a Webhook block with this address and header, and an automation on all events of flow runs, task runs and deployments whose action calls it with this body, the first address in which is the one that people open.',
          code: { label: 'Body', language: 'jinja', code: BODY_TEMPLATE },
        },
        { text: 'Run any flow.' },
      ],
    },
    {
      id: 'poll',
      title: 'Ask the API',
      about:
        'Every 30 seconds: flow runs that began, ended or are open, with all states, task runs, labels and parameters. Nothing to install in Prefect.',
      steps: [
        {
          text: 'Set the base address to what PREFECT_API_URL is: http://localhost:4200/api, or for Prefect Cloud https://api.prefect.cloud/api/accounts/…/workspaces/… with an API key.',
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what started it',
      about:
        'By the API: sub-flows are linked to their parents, whose task runs for them Prefect sends no event of, and other starters are found in the parameters of a run.',
      steps: [
        {
          text: 'Hand over the page of what starts the run, or a traceparent.',
          code: { label: 'Shell', language: 'shell', code: FROM_CI },
        },
      ],
    },
  ],
}
